/** Runs the documented commands that back up and restore. */
package webhooks.it.packaging.backup;
