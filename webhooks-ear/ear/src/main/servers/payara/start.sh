#!/bin/sh
# Runs the domain that setup.sh made, in the foreground: the process becomes the server, for systemd and
# its like. SIGTERM stops it.
#
#   PAYARA_HOME=/opt/payara6 ./start.sh
#
# It reads PAYARA_DOMAIN_DIR as setup.sh does, and JAVA_OPTS, which go after those of the domain; the
# server reads its settings from the environment.
set -eu

[ -x "${PAYARA_HOME:-}/bin/asadmin" ] || { echo "start: set PAYARA_HOME to the directory of Payara Server" >&2 && exit 1; }
domains=${PAYARA_DOMAIN_DIR:-$PAYARA_HOME/glassfish/domains}
[ -d "$domains/webhooks" ] || { echo "start: $domains/webhooks is missing, run setup.sh" >&2 && exit 1; }
[ -z "${JAVA_HOME:-}" ] || { AS_JAVA=$JAVA_HOME && export AS_JAVA; }

# One argument a line, between a heading and an empty line.
command=$("$PAYARA_HOME/bin/asadmin" --interactive=false start-domain --dry-run --domaindir "$domains" webhooks) ||
  { echo "$command" >&2 && exit 1; }
set --
while IFS= read -r argument; do
  case $argument in
    'Dump of JVM'*) ;;
    '') break ;;
    # The master password would be expected on standard input; the domain has it in a file.
    -read-stdin) IFS= read -r argument ;;
    # Unquoted, for there may be several.
    com.sun.enterprise.glassfish.bootstrap.ASMain) set -- "$@" ${JAVA_OPTS:-} "$argument" ;;
    *) set -- "$@" "$argument" ;;
  esac
done <<EOF
$command
EOF
cd "$domains/webhooks"
# Payloads lie in the files that the server makes.
umask 077
exec "$@"
