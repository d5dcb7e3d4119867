/** Tests of the shipped files, the set-up scripts, and of a restart with other settings. */
package webhooks.it.packaging;
