#!/bin/sh
# Sets up WildFly and Payara Server for the container tests, by the shipped scripts and without the EAR:
# Arquillian deploys the tested one. Reads its settings from the environment; see profile servers in pom.xml.
set -eu

mkdir -p "$DIRECTORY/wildfly"
cp -r "$JBOSS_HOME/standalone/configuration" "$DIRECTORY/wildfly"
JBOSS_BASE_DIR="$DIRECTORY/wildfly" "$SERVERS/wildfly/setup.sh"
JAVA_OPTS="-Djboss.server.base.dir=$DIRECTORY/wildfly" "$JBOSS_HOME/bin/jboss-cli.sh" \
  --commands="embed-server --server-config=webhooks.xml,undeploy webhooks.ear,stop-embedded-server"

# Arquillian's adapter expects the domain here.
domain="$PAYARA_HOME/glassfish/domains/webhooks"
rm -rf "$domain"
WEBHOOKS_DATA_DIR="$DIRECTORY/payara" "$SERVERS/payara/setup.sh"
# Gives the administrator's password to Arquillian.
cat "$domain/config/webhooks-passwords" >> "$SYSTEM_PROPERTIES"
printf 'start-domain webhooks\nundeploy webhooks\nstop-domain webhooks\n' |
  "$PAYARA_HOME/bin/asadmin" --interactive=false --port "$PAYARA_ADMIN_PORT" --user admin \
    --passwordfile "$domain/config/webhooks-passwords" multimode
