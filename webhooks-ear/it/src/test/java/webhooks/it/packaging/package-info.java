/** Tests of the shipped files, the set-up scripts, and how a server is started and listens. */
package webhooks.it.packaging;
