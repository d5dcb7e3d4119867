#!/bin/sh
# Runs WildFly, set up by setup.sh, in the foreground. SIGTERM stops it.
#
#   JBOSS_HOME=/opt/wildfly ./start.sh
#
# It reads JBOSS_BASE_DIR like setup.sh, and JAVA_OPTS. Its arguments follow those of standalone.sh. The server reads
# its settings from the environment; WEBHOOKS_…_FILE names a file with the value of WEBHOOKS_….
set -eu

[ -x "${JBOSS_HOME:-}/bin/standalone.sh" ] || { echo "start: set JBOSS_HOME to the directory of WildFly" >&2 && exit 1; }
base=${JBOSS_BASE_DIR:-$JBOSS_HOME/standalone}
[ -f "$base/configuration/webhooks.xml" ] || { echo "start: $base is not set up, run setup.sh" >&2 && exit 1; }
. "$(dirname "$0")/../secrets.sh"
# Without this variable standalone.sh does not pass SIGTERM on to Java.
LAUNCH_JBOSS_IN_BACKGROUND=true
export LAUNCH_JBOSS_IN_BACKGROUND
exec "$JBOSS_HOME/bin/standalone.sh" -c webhooks.xml -Djboss.server.base.dir="$base" "$@"
