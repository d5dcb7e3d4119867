#!/bin/sh
# Builds the webhooks.jar of an earlier commit, from the repository's own history.
#
#   build.sh commit directory maven-home local-repository
set -eu

commit=$1
directory=$2
maven=$3/bin/mvn
repository=$4
here=$(cd "$(dirname "$0")" && pwd)

# Each commit has its own directory, so an earlier build there is still valid.
[ ! -f "$directory/webhooks-ear/micro/target/webhooks.jar" ] || exit 0

git -C "$here" cat-file -e "$commit^{commit}" 2>/dev/null || {
  echo "The rolling upgrade starts from commit $commit, which is not here." >&2
  echo "It needs a clone with its history: git fetch --unshallow" >&2
  exit 1
}
rm -rf "$directory"
mkdir -p "$directory"
root=$(git -C "$here" rev-parse --show-toplevel)
git -C "$root" archive "$commit" | tar -x -C "$directory"

package() {
  (cd "$directory" && "$maven" -q -B "-Dmaven.repo.local=$repository" -DskipTests -pl webhooks-ear/micro -am "$@" package)
}
# Tries offline first, because the current build has fetched most artifacts.
package -o >"$directory/offline.log" 2>&1 || package
