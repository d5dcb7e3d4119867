/** Reads the archives that the build produces, with the archives inside them. */
package webhooks.it.packaging.archive;
