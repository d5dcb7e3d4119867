/** Tests of the command line of webhooks.jar. */
package webhooks.it.packaging.launcher;
