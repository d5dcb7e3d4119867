#!/bin/sh
# Runs the domain that setup.sh made in the foreground: the process becomes the server, as systemd needs it.
# SIGTERM stops it.
#
#   PAYARA_HOME=/opt/payara6 ./start.sh
#
# It reads PAYARA_DOMAIN_DIR like setup.sh, and JAVA_OPTS, which follow the options of the domain. The server
# reads its settings from the environment; WEBHOOKS_…_FILE names a file with the value of WEBHOOKS_….
set -eu

[ -x "${PAYARA_HOME:-}/bin/asadmin" ] || { echo "start: set PAYARA_HOME to the directory of Payara Server" >&2 && exit 1; }
domains=${PAYARA_DOMAIN_DIR:-$PAYARA_HOME/glassfish/domains}
[ -d "$domains/webhooks" ] || { echo "start: $domains/webhooks is missing, run setup.sh" >&2 && exit 1; }
. "$(dirname "$0")/../secrets.sh"
[ -z "${JAVA_HOME:-}" ] || { AS_JAVA=$JAVA_HOME && export AS_JAVA; }

# The output has one argument per line, between a heading and an empty line.
command=$("$PAYARA_HOME/bin/asadmin" --interactive=false start-domain --dry-run --domaindir "$domains" webhooks) ||
  { echo "$command" >&2 && exit 1; }
set --
while IFS= read -r argument; do
  case $argument in
    'Dump of JVM'*) ;;
    '') break ;;
    # Without this option the server reads the master password from a file of the domain.
    -read-stdin) IFS= read -r argument ;;
    # JAVA_OPTS is not quoted, because it can hold several options.
    com.sun.enterprise.glassfish.bootstrap.ASMain) set -- "$@" ${JAVA_OPTS:-} "$argument" ;;
    *) set -- "$@" "$argument" ;;
  esac
done <<EOF
$command
EOF
cd "$domains/webhooks"
# The files that the server creates contain payloads.
umask 077
exec "$@"
