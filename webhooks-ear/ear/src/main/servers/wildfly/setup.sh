#!/bin/sh
# Sets up WildFly for webhooks.ear and deploys it, in a configuration of its own, webhooks.xml, beside
# the configurations of the distribution. It may be run again at any time, after a change of a setting or
# with a newer webhooks.ear; without a change it leaves everything as it is. The server must be
# stopped, or be restarted afterwards. For an update run it before the server stops, because it may
# print how to stop it. Run it as the user that the server runs as.
#
#   JBOSS_HOME=/opt/wildfly ./setup.sh
#
# It reads from the environment, besides JBOSS_HOME (docs/wildfly.md explains each variable):
#   JBOSS_BASE_DIR                            the server's base directory; JBOSS_HOME/standalone
#   WEBHOOKS_DATA_DIR                         created with mode 700; JBOSS_BASE_DIR/data/webhooks
#   WEBHOOKS_DB_URL                           set: PostgreSQL; not set: H2 in the data directory
#   WEBHOOKS_JMS_URL                          set: an external Artemis broker; not set: WildFly's own
#   WEBHOOKS_JMS_LISTEN                       the address of WildFly's own broker for producers; off
#   WEBHOOKS_JMS_USER, WEBHOOKS_JMS_PASSWORD  the login of producers at WildFly's own broker
#   WEBHOOKS_JMS_OPERATIONS_USER, _PASSWORD   the login that may subscribe to webhooks.operations there; nobody
#   WEBHOOKS_JMS_CERTIFICATE, _KEY            TLS for these producers, off unless both are set (needs openssl)
#   WEBHOOKS_HTTPS_PORT, _CERTIFICATE, _KEY   HTTPS, off unless all are set (needs openssl)
#   WEBHOOKS_HTTP_PORT                        "off": HTTPS alone
# The server reads all other settings, and the logins of the database and of an external broker, from its
# environment at start. This script does not store these secrets.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
product=$(dirname "$here")

fail() {
  echo "setup: $*" >&2
  exit 1
}

. "$product/secrets.sh"

# A line break in one of them would begin a command of its own in the files that this writes.
line_feed='
'
carriage_return=$(printf '\r')
refuse_line_breaks() {
  case $2 in *"$line_feed"* | *"$carriage_return"*) fail "$1 must have no line break" ;; esac
}
refuse_line_breaks "the directory of the product" "$product"
for setting in JBOSS_HOME JBOSS_BASE_DIR WEBHOOKS_DATA_DIR WEBHOOKS_DB_URL WEBHOOKS_JMS_URL \
  WEBHOOKS_JMS_LISTEN WEBHOOKS_JMS_USER WEBHOOKS_JMS_PASSWORD WEBHOOKS_HTTPS_PORT \
  WEBHOOKS_HTTPS_CERTIFICATE WEBHOOKS_HTTPS_KEY WEBHOOKS_JMS_CERTIFICATE WEBHOOKS_JMS_KEY \
  WEBHOOKS_JMS_OPERATIONS_USER WEBHOOKS_JMS_OPERATIONS_PASSWORD; do
  eval "refuse_line_breaks $setting \"\${$setting:-}\""
done

# The parameters are stored: a variable's name as it is, which the server replaces at each start.
! printf '%s\n' "${WEBHOOKS_JMS_URL:-}" | tr '?&' '\n\n' | grep -i 'password=' | grep -qv '=\${env\.[A-Za-z0-9_]*}$' ||
  fail "a password in WEBHOOKS_JMS_URL must be \${env.NAME}, with the name of a variable that the server has at each start"

database_url=${WEBHOOKS_DB_URL:-}
# The driver would take a login in the URL for a part of the host, and log it.
case ${database_url%%\?*} in
  *@*) fail "WEBHOOKS_DB_URL must have no user and password: set WEBHOOKS_DB_USER and WEBHOOKS_DB_PASSWORD" ;;
esac

[ "${WEBHOOKS_HTTP_PORT:-}" != off ] || [ -n "${WEBHOOKS_HTTPS_PORT:-}" ] ||
  fail "WEBHOOKS_HTTP_PORT can be off only with HTTPS: set WEBHOOKS_HTTPS_PORT"
[ -z "${WEBHOOKS_JMS_CERTIFICATE:-}${WEBHOOKS_JMS_KEY:-}" ] || [ -n "${WEBHOOKS_JMS_LISTEN:-}" ] ||
  fail "WEBHOOKS_JMS_CERTIFICATE belongs to the producers' listener: set WEBHOOKS_JMS_LISTEN"
[ -z "${WEBHOOKS_JMS_OPERATIONS_USER:-}${WEBHOOKS_JMS_OPERATIONS_PASSWORD:-}" ] || [ -n "${WEBHOOKS_JMS_LISTEN:-}" ] ||
  fail "WEBHOOKS_JMS_OPERATIONS_USER belongs to the producers' listener: set WEBHOOKS_JMS_LISTEN"

[ -n "${JBOSS_HOME:-}" ] || fail "set JBOSS_HOME to the directory of WildFly"
[ -x "$JBOSS_HOME/bin/jboss-cli.sh" ] || fail "JBOSS_HOME=$JBOSS_HOME is not a WildFly directory"
[ -f "$product/webhooks.ear" ] || fail "$product/webhooks.ear is missing"
base=${JBOSS_BASE_DIR:-$JBOSS_HOME/standalone}
configuration=$base/configuration
# The shell reads the options of jboss-cli.sh twice.
case $JBOSS_HOME$base in
  *[!A-Za-z0-9/._-]*) fail "JBOSS_HOME and JBOSS_BASE_DIR must have letters, digits and ./_- only" ;;
esac
[ -d "$configuration" ] || fail "JBOSS_BASE_DIR=$base has no directory configuration"
is_own() { [ -n "$(find "$1" -prune -user "$(id -u)")" ]; }
is_own "$configuration" || fail "run this as the user that owns $configuration"
export JBOSS_HOME
umask 077
work=$(mktemp -d)
draft=webhooks.draft.xml
stores=
new_stores=
former_producers=
committed=
deletes_queues=
finish() {
  if [ -z "$committed" ]; then
    # The old configuration stays in use, so the files that it needs must not be removed with the draft.
    [ ! -d "$work/content" ] || cp -Rp "$work/content/." "$base/data/content/"
    for file in $new_stores; do rm -f "$configuration/$file"; done
    rm -rf "${configuration:?}/$producers"
  fi
  rm -rf "$work" "$configuration/$draft"
  rm -f "$configuration"/standalone_xml_history/*draft* "$configuration"/standalone_xml_history/*/*draft*
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

# A running server goes on to read the logins of its producers, so the new ones go to another directory.
case $(grep -s 'path="webhooks-producers\(-2\)\{0,1\}"' "$configuration/webhooks.xml") in
  '') producers=webhooks-producers ;;
  *webhooks-producers-2*) producers=webhooks-producers former_producers=webhooks-producers-2 ;;
  *) producers=webhooks-producers-2 former_producers=webhooks-producers ;;
esac
rm -rf "${configuration:?}/$producers"

# Splits address:port. An IPv6 address has brackets.
address_of() { echo "${1%:*}" | tr -d '[]'; }
port_of() { echo "${1##*:}"; }
is_port() {
  case $1 in '' | *[!0-9]* | ??????*) return 1 ;; *) [ "$1" -ge 1 ] && [ "$1" -le 65535 ] ;; esac
}

# Quotes a value for the CLI.
quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"$]/\\&/g')"; }

# Installs a module of the product's own name beside those of the server and of other applications. The
# set-up of another base directory may install the same module at the same time.
module() {
  directory=$JBOSS_HOME/modules/$1/main
  shift
  (umask 022 && mkdir -p "$directory")
  for file; do
    target=$directory/$(basename "$file")
    if ! cmp -s "$file" "$target"; then
      cp "$file" "$target.$$" && mv "$target.$$" "$target" || {
        rm -f "$target.$$"
        fail "$file could not be copied to $target"
      }
    fi
    chmod u=rw,go=r "$target"
  done
  chmod u=rwx,go=rx "$directory"
}

# Artemis loads plugins only from a module of this name. Another application may have one of its own.
artemis_addons=org/apache/activemq/artemis/addons
addons=$JBOSS_HOME/modules/$artemis_addons/main
[ -z "${WEBHOOKS_JMS_LISTEN:-}" ] || [ ! -e "$addons/module.xml" ] || grep -qs '"webhooks\.broker"' "$addons/module.xml" ||
  fail "add <module name=\"webhooks.broker\" export=\"true\"/> to the dependencies in $addons/module.xml"

# Makes the key store and the TLS of a listener. Arguments: https or jms, and HTTPS or JMS for the names of its settings.
tls() {
  eval "certificate=\${WEBHOOKS_$2_CERTIFICATE:-} key=\${WEBHOOKS_$2_KEY:-}"
  [ -r "$certificate" ] || fail "WEBHOOKS_$2_CERTIFICATE must be a PEM file with the certificate and its chain"
  [ -r "$key" ] || fail "WEBHOOKS_$2_KEY must be a PEM file with the private key"
  command -v openssl >/dev/null || fail "TLS needs the command openssl"
  # The password is derived from certificate and key, so that it opens only the key store of this pair.
  PASSWORD=$(cat "$certificate" "$key" | openssl dgst -sha256 -r | cut -c1-64)
  export PASSWORD
  # Each pair has its own key store, because the configuration in use has the password of the old one.
  key_store=webhooks-$(echo "$PASSWORD" | cut -c1-8).p12
  if ! openssl pkcs12 -in "$configuration/$key_store" -passin env:PASSWORD -noout 2>/dev/null; then
    openssl pkcs12 -export -name webhooks -in "$certificate" -inkey "$key" \
      -out "$work/webhooks.p12" -passout env:PASSWORD 2>"$work/openssl" ||
      fail "WEBHOOKS_$2_CERTIFICATE and WEBHOOKS_$2_KEY don't make a pair: $(head -1 "$work/openssl")"
    new_stores="$new_stores $key_store"
    cp "$work/webhooks.p12" "$configuration/$key_store"
  fi
  {
    if [ -z "$stores" ]; then
      mkdir "$work/tls"
      cp "$here/tls.xml" "$work/tls/module.xml"
      module webhooks/tls "$product/lib/webhooks-settings.jar" "$work/tls/module.xml"
      cat "$here/tls-provider.cli"
    fi
    echo "set tls=$1"
    echo "set keyStore=$key_store"
    echo "set storePassword=$PASSWORD"
    cat "$here/tls.cli"
  } >>"$work/setup.cli"
  stores="$stores $key_store"
}

# The files of the database and the broker contain payloads, and the server creates them with its own umask.
data=${WEBHOOKS_DATA_DIR:-$base/data/webhooks}
case $data in /*) ;; *) fail "WEBHOOKS_DATA_DIR must be an absolute path" ;; esac
if [ -d "$data" ] && [ -n "$(ls -A "$data")" ]; then
  [ -e "$data/encryption.key" ] || [ -e "$data/database.mv.db" ] ||
    fail "the data directory $data contains other files: use a directory of its own for the product"
  is_own "$data" || fail "the data directory $data must belong to the user of the server"
fi

cat "$here/server.cli" >"$work/setup.cli"
if [ "${WEBHOOKS_HTTP_PORT:-}" = off ]; then
  # The CLI would take it for the number of the port.
  unset WEBHOOKS_HTTP_PORT
  cat "$here/https-only.cli" >>"$work/setup.cli"
fi

jipijapa=$(ls "$JBOSS_HOME"/modules/system/layers/base/org/eclipse/persistence/main/jipijapa-eclipselink-*.jar) ||
  fail "WildFly has no jipijapa-eclipselink; is it a full distribution?"
mkdir "$work/eclipselink"
sed "s/@JIPIJAPA@/$(basename "$jipijapa")/" "$here/eclipselink.xml" >"$work/eclipselink/module.xml"
module webhooks/eclipselink "$product/lib/eclipselink.jar" "$jipijapa" "$work/eclipselink/module.xml"

mkdir "$work/listener"
cp "$here/listener.xml" "$work/listener/module.xml"
module webhooks/listener "$product/lib/webhooks-listener.jar" "$work/listener/module.xml"

case ${WEBHOOKS_DB_URL:-} in
  '') cat "$here/h2.cli" >>"$work/setup.cli" ;;
  jdbc:postgresql:*)
    mkdir "$work/postgresql"
    cp "$here/postgresql.xml" "$work/postgresql/module.xml"
    module webhooks/postgresql "$product/lib/postgresql.jar" "$work/postgresql/module.xml"
    cat "$here/postgresql.cli" >>"$work/setup.cli"
    ;;
  *) fail "WEBHOOKS_DB_URL must begin with jdbc:postgresql:" ;;
esac

# Prints the commands that add a user to WildFly's own broker. Arguments: the role, the user, the password.
broker_user() {
  realm=/subsystem=elytron/filesystem-realm=webhooks-producers
  user=$(quoted "$2")
  echo "$realm:add-identity(identity=$user)"
  echo "$realm:add-identity-attribute(identity=$user, name=Roles, value=[$1])"
  echo "$realm:set-password(identity=$user, bcrypt={password=$(quoted "$3"), salt=bytes{$(cat "$salt")}, iteration-count=11})"
}

# Prints the commands that add a connector, with the parameters of WEBHOOKS_JMS_URL.
remote_broker() {
  form="WEBHOOKS_JMS_URL must be tcp://host:port or (tcp://host:port,tcp://host:port)"
  case $3 in tcp://*:*) ;; *) fail "$form" ;; esac
  place=${3#tcp://}
  place=${place%/}
  is_port "$(port_of "$place")" || fail "$form"
  case $(address_of "$place") in '' | *[!A-Za-z0-9.:_-]*) fail "$form" ;; esac
  echo "set brokerHost=$(quoted "$(address_of "$place")")"
  echo "set brokerPort=$(port_of "$place")"
  sed "s/webhooks-broker/webhooks-$1/; s/=webhooks:/=$2:/" "$here/artemis.cli"
  printf '%s\n' "$parameters" | tr '&' '\n' | while IFS='=' read -r key value; do
    [ -z "$key" ] ||
      printf '%s\n' "/subsystem=messaging-activemq/remote-connector=$2:map-put(name=params,key=$(quoted "$key"),value=$(quoted "$value"))"
  done
}

if [ -n "${WEBHOOKS_JMS_URL:-}" ]; then
  [ -z "${WEBHOOKS_JMS_LISTEN:-}" ] ||
    fail "WEBHOOKS_JMS_LISTEN is for WildFly's own broker and can't be used with WEBHOOKS_JMS_URL"
  parameters=
  case $WEBHOOKS_JMS_URL in *\?*) parameters=${WEBHOOKS_JMS_URL#*\?} ;; esac
  case "&$parameters" in
    *'&ha='* | *'&reconnectAttempts='* | *'&initialConnectAttempts='*)
      fail "WEBHOOKS_JMS_URL must not set ha, reconnectAttempts or initialConnectAttempts: nodes connect again" ;;
  esac
  broker=${WEBHOOKS_JMS_URL%%\?*}
  backup=
  case $broker in
    '('*,*')')
      broker=${broker#'('}
      broker=${broker%')'}
      backup=${broker#*,}
      broker=${broker%%,*}
      ;;
  esac
  {
    remote_broker broker webhooks "$broker"
    [ -z "$backup" ] || remote_broker backup webhooks-backup "$backup"
    cat "$here/connections.cli" "$here/external.cli"
    [ -z "$backup" ] ||
      echo "/subsystem=messaging-activemq/pooled-connection-factory=webhooks:list-add(name=connectors, value=webhooks-backup)"
  } >>"$work/setup.cli"
else
  cat "$here/broker.cli" "$here/connections.cli" >>"$work/setup.cli"
  if [ -n "${WEBHOOKS_JMS_LISTEN:-}" ]; then
    case $WEBHOOKS_JMS_LISTEN in ?*:?*) ;; *) fail "WEBHOOKS_JMS_LISTEN must be address:port" ;; esac
    is_port "$(port_of "$WEBHOOKS_JMS_LISTEN")" || fail "WEBHOOKS_JMS_LISTEN must be address:port"
    case $(address_of "$WEBHOOKS_JMS_LISTEN") in
      '' | *[!A-Za-z0-9.:%_-]*) fail "WEBHOOKS_JMS_LISTEN must be address:port" ;;
    esac
    [ -n "${WEBHOOKS_JMS_USER:-}" ] && [ -n "${WEBHOOKS_JMS_PASSWORD:-}" ] ||
      fail "WEBHOOKS_JMS_LISTEN needs WEBHOOKS_JMS_USER and WEBHOOKS_JMS_PASSWORD, the login of producers"
    case $WEBHOOKS_JMS_USER$WEBHOOKS_JMS_PASSWORD${WEBHOOKS_JMS_OPERATIONS_USER:-}${WEBHOOKS_JMS_OPERATIONS_PASSWORD:-} in
      *\\*) fail "users and passwords of WildFly's own broker must have no backslash" ;;
    esac
    [ -z "${WEBHOOKS_JMS_OPERATIONS_USER:-}${WEBHOOKS_JMS_OPERATIONS_PASSWORD:-}" ] || {
      [ -n "${WEBHOOKS_JMS_OPERATIONS_USER:-}" ] && [ -n "${WEBHOOKS_JMS_OPERATIONS_PASSWORD:-}" ] ||
        fail "WEBHOOKS_JMS_OPERATIONS_USER and WEBHOOKS_JMS_OPERATIONS_PASSWORD go together"
      [ "$WEBHOOKS_JMS_OPERATIONS_USER" != "$WEBHOOKS_JMS_USER" ] ||
        fail "WEBHOOKS_JMS_OPERATIONS_USER must be another user than WEBHOOKS_JMS_USER"
    }
    mkdir "$work/guards" "$work/addons"
    cp "$here/guards.xml" "$work/guards/module.xml"
    cp "$here/addons.xml" "$work/addons/module.xml"
    module webhooks/broker "$product/lib/webhooks-broker.jar" "$work/guards/module.xml"
    grep -qs '"webhooks\.broker"' "$addons/module.xml" || module "$artemis_addons" "$work/addons/module.xml"
    {
      echo "set listenAddress=$(quoted "$(address_of "$WEBHOOKS_JMS_LISTEN")")"
      echo "set producers=$producers"
      echo "set listenPort=$(port_of "$WEBHOOKS_JMS_LISTEN")"
      cat "$here/producers.cli"
      # The salt is kept, so that the same password gives the same hash.
      salt=$configuration/webhooks-producers.salt
      [ -s "$salt" ] || od -An -v -tx1 -N16 /dev/urandom | sed 's/ *$//; s/ /,0x/g; s/^,//' >"$salt"
      broker_user producer "$WEBHOOKS_JMS_USER" "$WEBHOOKS_JMS_PASSWORD"
      [ -z "${WEBHOOKS_JMS_OPERATIONS_USER:-}" ] ||
        broker_user operator "$WEBHOOKS_JMS_OPERATIONS_USER" "$WEBHOOKS_JMS_OPERATIONS_PASSWORD"
    } >>"$work/setup.cli"
    if [ -n "${WEBHOOKS_JMS_CERTIFICATE:-}${WEBHOOKS_JMS_KEY:-}" ]; then
      tls jms JMS
      cat "$here/producers-tls.cli" >>"$work/setup.cli"
    fi
  fi
fi

if [ -n "${WEBHOOKS_HTTPS_PORT:-}${WEBHOOKS_HTTPS_CERTIFICATE:-}${WEBHOOKS_HTTPS_KEY:-}" ]; then
  is_port "${WEBHOOKS_HTTPS_PORT:-}" || fail "WEBHOOKS_HTTPS_PORT must be a port"
  tls https HTTPS
  {
    echo "set httpsPort=$WEBHOOKS_HTTPS_PORT"
    cat "$here/https.cli"
  } >>"$work/setup.cli"
fi

printf '%s\n' "deploy --force $(quoted "$product/webhooks.ear")" >>"$work/setup.cli"

cp "$here/unavailable.json" "$configuration/webhooks-unavailable.json"
mkdir -p "$base/data" "$data"
chmod go= "$base/data" "$data"
[ ! -d "$base/data/content" ] || cp -Rp "$base/data/content" "$work/content"
# All changes are made to a copy, so that an error leaves the configuration unchanged.
if [ -f "$configuration/webhooks.xml" ]; then
  sed "s/path=\"webhooks-producers\(-2\)\{0,1\}\"/path=\"$producers\"/" "$configuration/webhooks.xml" >"$configuration/$draft"
else
  cp "$configuration/standalone-full.xml" "$configuration/$draft"
fi
{
  echo "embed-server --server-config=$draft"
  cat "$work/setup.cli"
  echo stop-embedded-server
} >"$work/run.cli"
JAVA_OPTS="${JAVA_OPTS:-} -Djboss.server.base.dir=$base" \
  "$JBOSS_HOME/bin/jboss-cli.sh" --error-on-interact --file="$work/run.cli" >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  fail "WildFly refused the set-up, see above; webhooks.xml is unchanged"
}

trap '' HUP INT TERM
committed=true
if [ -n "$former_producers" ] && diff -r "$configuration/$former_producers" "$configuration/$producers" >/dev/null; then
  sed "s/path=\"$producers\"/path=\"$former_producers\"/" "$configuration/$draft" >"$work/draft"
  cat "$work/draft" >"$configuration/$draft"
  rm -rf "${configuration:?}/$producers"
fi
if cmp -s "$configuration/$draft" "$configuration/webhooks.xml"; then
  echo "setup: nothing has changed"
else
  ! grep -qs '<queue name="webhooks\.events"' "$configuration/webhooks.xml" || deletes_queues=true
  mv "$configuration/$draft" "$configuration/webhooks.xml"
  echo "setup: $configuration/webhooks.xml is written"
fi
for file in "$configuration"/webhooks*.p12; do
  case " $stores " in *" ${file##*/} "*) ;; *) rm -f "$file" ;; esac
done
[ -z "$deletes_queues" ] || {
  echo "setup: a server that still runs with the earlier webhooks.xml deletes the events in its queues when it"
  echo "  stops: end it by kill -9 this time"
}
echo "setup: start the server, with the settings in its environment, by"
echo "  JBOSS_HOME=$JBOSS_HOME JBOSS_BASE_DIR=$base $here/start.sh"
