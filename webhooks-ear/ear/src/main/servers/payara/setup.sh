#!/bin/sh
# Sets up Payara Server for webhooks.ear and deploys it, in a domain of its own, "webhooks". It may be
# run again at any time, after a change of a setting or with a newer webhooks.ear; without a change it
# leaves everything as it is. The domain must be stopped. Run it as the user that the server runs as.
#
#   PAYARA_HOME=/opt/payara6 ./setup.sh
#
# It reads from the environment, besides PAYARA_HOME (docs/payara.md explains each variable):
#   PAYARA_DOMAIN_DIR                          the directory of domains; PAYARA_HOME/glassfish/domains
#   PAYARA_ADMIN_PORT                          the port of asadmin, on this machine only; 4848
#   WEBHOOKS_HTTP_ADDRESS, WEBHOOKS_HTTP_PORT  127.0.0.1, 8080 or "off" (HTTPS alone)
#   WEBHOOKS_HTTPS_PORT, _CERTIFICATE, _KEY    HTTPS, off unless all are set (needs openssl)
#   WEBHOOKS_DATA_DIR                          PAYARA_DOMAIN_DIR/webhooks-data
#   WEBHOOKS_DB_URL                            set: PostgreSQL; not set: H2 in the data directory
# The server reads all other settings, and all user names and passwords, from its environment at start. This
# script does not store these secrets.
set -eu
# These variables would make asadmin send the commands and the domain's password to another server.
unset AS_ADMIN_HOST AS_ADMIN_PORT AS_ADMIN_SECURE AS_ADMIN_USER AS_ADMIN_PASSWORDFILE \
  AS_ADMIN_PASSWORD AS_ADMIN_MASTERPASSWORD

here=$(cd "$(dirname "$0")" && pwd)
product=$(dirname "$here")
. "$product/secrets.sh"

fail() {
  echo "setup: $*" >&2
  exit 1
}

# A line break in one of them would begin a command of its own in the files that this writes.
line_feed='
'
carriage_return=$(printf '\r')
refuse_line_breaks() {
  case $2 in *"$line_feed"* | *"$carriage_return"*) fail "$1 must have no line break" ;; esac
}
refuse_line_breaks "the directory of the product" "$product"
case $product in *\"* | *\\*) fail "the directory of the product must have no quotation mark and no backslash" ;; esac
for setting in PAYARA_HOME PAYARA_DOMAIN_DIR PAYARA_ADMIN_PORT WEBHOOKS_HTTP_ADDRESS WEBHOOKS_HTTP_PORT \
  WEBHOOKS_HTTPS_PORT WEBHOOKS_HTTPS_CERTIFICATE WEBHOOKS_HTTPS_KEY WEBHOOKS_DATA_DIR WEBHOOKS_DB_URL \
  WEBHOOKS_JMS_URL WEBHOOKS_JMS_LISTEN; do
  eval "refuse_line_breaks $setting \"\${$setting:-}\""
done

is_port() {
  case $1 in '' | *[!0-9]* | ??????*) return 1 ;; *) [ "$1" -ge 1 ] && [ "$1" -le 65535 ] ;; esac
}

database_url=${WEBHOOKS_DB_URL:-}
# The driver would take a login in the URL for a part of the host, and log it.
case ${database_url%%\?*} in
  *@*) fail "WEBHOOKS_DB_URL must have no user and password: set WEBHOOKS_DB_USER and WEBHOOKS_DB_PASSWORD" ;;
esac

[ "${WEBHOOKS_HTTP_PORT:-}" != off ] || [ -n "${WEBHOOKS_HTTPS_PORT:-}" ] ||
  fail "WEBHOOKS_HTTP_PORT can be off only with HTTPS: set WEBHOOKS_HTTPS_PORT"
[ -n "${PAYARA_HOME:-}" ] || fail "set PAYARA_HOME to the directory of Payara Server"
[ -x "$PAYARA_HOME/bin/asadmin" ] || fail "PAYARA_HOME=$PAYARA_HOME is not a Payara Server directory"
[ -f "$product/webhooks.ear" ] || fail "$product/webhooks.ear is missing"

admin_port=${PAYARA_ADMIN_PORT:-4848}
is_port "$admin_port" || fail "PAYARA_ADMIN_PORT must be a port"
port=${WEBHOOKS_HTTP_PORT:-8080}
http=true
if [ "$port" = off ]; then
  # The listener is disabled, but Payara needs a number.
  http=false port=8080
fi
is_port "$port" || fail "WEBHOOKS_HTTP_PORT must be a port"
address=${WEBHOOKS_HTTP_ADDRESS:-127.0.0.1}
case $address in *[!A-Za-z0-9.:-]*) fail "WEBHOOKS_HTTP_ADDRESS must be an address of this machine" ;; esac

h2=org.h2.jdbcx.JdbcDataSource
case ${WEBHOOKS_DB_URL:-} in
  '') driver=$h2 ;;
  jdbc:postgresql:*) driver=org.postgresql.ds.PGSimpleDataSource ;;
  *) fail "WEBHOOKS_DB_URL must begin with jdbc:postgresql:" ;;
esac

# The resource adapter reads these settings at start; this check reports errors earlier.
check_broker() {
  form="WEBHOOKS_JMS_URL must be tcp://host:port or (tcp://host:port,tcp://host:port)"
  case $1 in
    '('*,*')')
      brokers=${1#'('}
      brokers=${brokers%')'}
      check_broker "${brokers%%,*}"
      check_broker "${brokers#*,}"
      ;;
    tcp://?*:?*) is_port "${1##*:}" || fail "$form" ;;
    *) fail "$form" ;;
  esac
}
[ -z "${WEBHOOKS_JMS_URL:-}" ] || check_broker "${WEBHOOKS_JMS_URL%%\?*}"
case ${WEBHOOKS_JMS_LISTEN:-} in
  '') ;;
  ?*:?*) is_port "${WEBHOOKS_JMS_LISTEN##*:}" || fail "WEBHOOKS_JMS_LISTEN must be address:port" ;;
  *) fail "WEBHOOKS_JMS_LISTEN must be address:port" ;;
esac

https=false
https_port=8181
if [ -n "${WEBHOOKS_HTTPS_PORT:-}${WEBHOOKS_HTTPS_CERTIFICATE:-}${WEBHOOKS_HTTPS_KEY:-}" ]; then
  https=true
  https_port=${WEBHOOKS_HTTPS_PORT:-}
  is_port "$https_port" || fail "WEBHOOKS_HTTPS_PORT must be a port"
  [ -r "${WEBHOOKS_HTTPS_CERTIFICATE:-}" ] ||
    fail "WEBHOOKS_HTTPS_CERTIFICATE must be a PEM file with the certificate and its chain"
  [ -r "${WEBHOOKS_HTTPS_KEY:-}" ] || fail "WEBHOOKS_HTTPS_KEY must be a PEM file with the private key"
  command -v openssl >/dev/null || fail "HTTPS needs the command openssl"
fi

umask 077
domains=${PAYARA_DOMAIN_DIR:-$PAYARA_HOME/glassfish/domains}
mkdir -p "$domains"
domains=$(cd "$domains" && pwd)
domain=$domains/webhooks
data=${WEBHOOKS_DATA_DIR:-$domains/webhooks-data}
is_own() { [ -n "$(find "$1" -prune -user "$(id -u)")" ]; }
[ ! -d "$domain" ] || is_own "$domain" || fail "run this as the user that owns $domain"
for left in "$domains"/.webhooks-*/before; do
  [ -d "$domain" ] || [ ! -d "$left" ] ||
    fail "a killed set-up left the domain in $left: move it back to $domain"
done
if [ -d "$data" ] && [ -n "$(ls -A "$data")" ]; then
  [ -e "$data/encryption.key" ] || [ -e "$data/database.mv.db" ] || [ -e "$data/broker" ] ||
    fail "the data directory $data contains other files: use a directory of its own for the product"
  is_own "$data" || fail "the data directory $data must belong to the user of the server"
fi
mkdir -p "$data"
data=$(cd "$data" && pwd)
case $data in
  *[!A-Za-z0-9/._-]*) fail "the data directory $data must have letters, digits and ./_- only: set WEBHOOKS_DATA_DIR" ;;
esac
chmod go= "$data"

# All changes are made to a copy, so that an error leaves the domain unchanged.
work=$(mktemp -d "$domains/.webhooks-XXXXXX")
draft=$work/webhooks
draft_database=set-up${work##*/.webhooks}
running=
finish() {
  [ -z "$running" ] || asadmin stop-domain --kill=true --domaindir "$work" webhooks >/dev/null 2>&1 || true
  [ -d "$domain" ] || [ ! -d "$work/before" ] || mv "$work/before" "$domain"
  rm -rf "$work"
  rm -f "$data/$draft_database.mv.db" "$data/$draft_database.trace.db"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

listeners=configs.config.server-config.network-config.network-listeners.network-listener
{
  cat "$here/server.asadmin"
  echo "set $listeners.admin-listener.port=$admin_port"
  echo "set $listeners.http-listener-1.address=$address"
  echo "set $listeners.http-listener-1.port=$port"
  echo "set $listeners.http-listener-1.enabled=$http"
  echo "set $listeners.http-listener-2.address=$address"
  echo "set $listeners.http-listener-2.port=$https_port"
  echo "set $listeners.http-listener-2.enabled=$https"
} >"$work/listeners"
# Arguments: driver, name of H2's file. H2's URL is used if the environment has no URL.
database() {
  echo "set-config-property --source domain --propertyName webhooks.db.driver --propertyValue $1"
  echo "set-config-property --source domain --propertyName webhooks.db.url --propertyValue \"jdbc:h2:file:$data/$2;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE\""
}
{
  echo "create-system-properties webhooks.data.dir=$data"
  database $driver database
} >"$work/properties"

print_next_step() {
  echo "setup: start the server, with the settings in its environment, by"
  echo "  PAYARA_HOME=$PAYARA_HOME PAYARA_DOMAIN_DIR=$domains $here/start.sh"
}

# The requested set-up. The domain stores a copy, so that the next run detects that nothing has changed.
{
  cat "$work/listeners" "$work/properties" "$here/broker.asadmin" "$here/database.asadmin" "$here/attempts.properties"
  cksum <"$product/webhooks.ear"
  cksum <"$product/webhooks-broker.rar"
  cksum <"$product/lib/postgresql.jar"
  cksum <"$product/lib/webhooks-listener.jar"
  cksum <"$product/lib/webhooks-settings.jar"
  [ $https = false ] || cat "$WEBHOOKS_HTTPS_CERTIFICATE" "$WEBHOOKS_HTTPS_KEY" | cksum
} >"$work/requested"
# Arguments: name, file, the domain's directory.
is_deployed() { cmp -s "$product/$2" "$3/applications/__internal/$1/$2"; }
if cmp -s "$work/requested" "$domain/config/webhooks-setup" &&
  [ -e "$domain/config/cacerts.p12" ] &&
  is_deployed webhooks webhooks.ear "$domain" &&
  is_deployed webhooks-broker webhooks-broker.rar "$domain"; then
  echo "setup: nothing has changed"
  print_next_step
  exit
fi

[ -z "${JAVA_HOME:-}" ] || { AS_JAVA=$JAVA_HOME && export AS_JAVA; }
keytool=${JAVA_HOME:+$JAVA_HOME/bin/}keytool
passwords=$draft/config/webhooks-passwords

asadmin() { "$PAYARA_HOME/bin/asadmin" --interactive=false --user admin --passwordfile "$passwords" "$@"; }

quietly() {
  "$@" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    fail "$1 failed, see above; the domain is unchanged"
  }
}

references='<application-ref [^>]*ref="webhooks\(-broker\)\{0,1\}"'
edit() {
  sed "$1" "$draft/config/domain.xml" >"$work/domain.xml"
  cat "$work/domain.xml" >"$draft/config/domain.xml"
}

random() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

if [ -d "$domain" ]; then
  if "$PAYARA_HOME/bin/asadmin" list-domains --domaindir "$domains" | grep -q '^webhooks running'; then
    fail "stop the domain first: by SIGTERM, or $PAYARA_HOME/bin/asadmin stop-domain --kill=true --domaindir $domains webhooks"
  fi
  mkdir -p "$draft/logs"
  for entry in "$domain"/* "$domain"/.[!.]*; do
    case ${entry##*/} in
      logs | osgi-cache) ;;
      *) [ ! -e "$entry" ] || cp -Rp "$entry" "$draft/" ;;
    esac
  done
  [ -f "$draft/config/domain.xml" ] || fail "$domain is not a domain of Payara: move it to another place"
  # Deployed applications stay disabled until the set-up is complete.
  edit "/$references/{s| enabled=\"[a-z]*\"||;s|\(<application-ref \)|\1enabled=\"false\" |;}"
else
  passwords=$work/passwords
  printf 'AS_ADMIN_PASSWORD=%s\nAS_ADMIN_MASTERPASSWORD=%s\n' "$(random)" "$(random)" >"$passwords"
  quietly asadmin create-domain --domaindir "$work" --adminport "$admin_port" --instanceport "$port" \
    --checkports=false --savelogin=false --savemasterpassword=true --nopassword=false webhooks
  passwords=$draft/config/webhooks-passwords
  mv "$work/passwords" "$passwords"
  # Removes Payara's welcome page.
  rm -rf "$draft/docroot"
  mkdir "$draft/docroot"
  # OpenMQ must be off before the first start, because it would listen on all addresses.
  edit 's|<config name="server-config">|&<jms-service type="DISABLED"/>|'
fi

# The lines of attempts have a log of their own, so that they do not push warnings out of the server's log.
logging=$draft/config/logging.properties
grep -v '^webhooks\.attempts\.\|^java\.util\.logging\.\(FileHandler\|SimpleFormatter\)\.' "$logging" >"$work/logging" || true
{
  cat "$work/logging"
  sed "s|@DOMAIN@|$(printf '%s' "$domain" | sed 's/%/%%/g; s/[&|\\]/\\&/g')|" "$here/attempts.properties"
} >"$logging"

cp "$product/lib/webhooks-listener.jar" "$product/lib/webhooks-settings.jar" "$draft/lib/"
rm -f "$draft/lib/postgresql.jar"
case $driver in *postgresql*) cp "$product/lib/postgresql.jar" "$draft/lib/" ;; esac

# The password of both stores is the domain's master password, which is random.
keys=$draft/config/keystore.p12
trusted=$draft/config/cacerts.p12
PASSWORD=$(sed -n 's/^AS_ADMIN_MASTERPASSWORD=//p' "$passwords")
export PASSWORD
# A new domain trusts Payara's own list of authorities; the product trusts Java's. An administrator may add others.
[ -d "$domain" ] || rm -f "$trusted"
if [ ! -e "$trusted" ]; then
  java_home=${JAVA_HOME:-$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')}
  [ -r "$java_home/lib/security/cacerts" ] || fail "set JAVA_HOME to a JDK: $java_home/lib/security/cacerts is missing"
  quietly "$keytool" -importkeystore -noprompt -srckeystore "$java_home/lib/security/cacerts" \
    -srcstorepass changeit -destkeystore "$trusted" -deststoretype PKCS12 -deststorepass:env PASSWORD
fi
"$keytool" -delete -alias webhooks -keystore "$keys" -storepass:env PASSWORD >/dev/null 2>&1 || true
if [ $https = true ]; then
  openssl pkcs12 -export -name webhooks -in "$WEBHOOKS_HTTPS_CERTIFICATE" -inkey "$WEBHOOKS_HTTPS_KEY" \
    -out "$work/https.p12" -passout env:PASSWORD 2>"$work/log" ||
    fail "WEBHOOKS_HTTPS_CERTIFICATE and WEBHOOKS_HTTPS_KEY don't make a pair: $(head -1 "$work/log")"
  quietly "$keytool" -importkeystore -noprompt -srckeystore "$work/https.p12" -srcstoretype PKCS12 \
    -srcstorepass:env PASSWORD -destkeystore "$keys" -deststoretype PKCS12 -deststorepass:env PASSWORD
fi

# Payara connects to the database when it deploys, even a disabled application. It gets an empty database
# for that, because the configured one may be unavailable, and its login is for the running server only.
unset WEBHOOKS_DB_URL WEBHOOKS_DB_USER WEBHOOKS_DB_PASSWORD
# The HTTP listeners are off during the set-up, so that no caller gets 404 for a webhook.
{
  cat "$work/listeners"
  echo "set $listeners.http-listener-1.enabled=false"
  echo "set $listeners.http-listener-2.enabled=false"
} >"$work/closed"
{
  database $h2 "$draft_database"
  ! grep -q '<jdbc-resource [^>]*jndi-name="jdbc/webhooks"' "$draft/config/domain.xml" ||
    echo "delete-jdbc-connection-pool --cascade=true webhooks"
  cat "$here/database.asadmin"
  if ! is_deployed webhooks-broker webhooks-broker.rar "$draft"; then
    if [ -d "$draft/applications/webhooks-broker" ]; then
      echo "delete-connector-resource jms/webhooks"
      echo "delete-connector-connection-pool webhooks-broker"
      echo "undeploy webhooks-broker"
    fi
    echo "deploy --enabled=false --deploymentorder 50 --name webhooks-broker \"$product/webhooks-broker.rar\""
    cat "$here/broker.asadmin"
  fi
  is_deployed webhooks webhooks.ear "$draft" ||
    echo "deploy --force=true --enabled=false --name webhooks \"$product/webhooks.ear\""
  cat "$work/properties" "$work/listeners"
  echo "set $listeners.http-listener-1.enabled=$http"
} >"$work/commands"

# These commands run before the start, so that no other address is opened. Errors are reported only when they
# run again after the start.
running=true
asadmin start-domain --domaindir "$work" --prebootcommandfile "$work/closed" webhooks >"$work/log" 2>&1 || {
  cat "$work/log" "$draft/logs/server.log" >&2 || true
  fail "Payara did not start, see above; the domain is unchanged"
}
# The exit code is that of the last command only.
asadmin --port "$admin_port" multimode --file "$work/commands" >"$work/log" 2>&1 || true
if grep -q '^Command .* failed\.' "$work/log" || ! grep -q '^Command multimode executed' "$work/log"; then
  cat "$work/log" >&2
  fail "Payara refused the set-up, see above; the domain is unchanged"
fi
quietly asadmin stop-domain --domaindir "$work" webhooks
running=

edit "/$references/s| enabled=\"false\"||"
trap '' HUP INT TERM
mv "$work/requested" "$draft/config/webhooks-setup"
rm -rf "$draft/logs" "$draft/config/domain.xml.bak" "$draft/config/pid.prev"
if [ -d "$domain" ]; then
  mv "$domain" "$work/before"
  [ ! -d "$work/before/logs" ] || mv "$work/before/logs" "$draft/logs"
fi
mkdir -p "$draft/logs"
mv "$draft" "$domain"
echo "setup: the domain $domain is written"
print_next_step
