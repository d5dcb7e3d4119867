/** Tests of the shipped files, the set-up scripts, and of the addresses that servers listen at. */
package webhooks.it.packaging;
