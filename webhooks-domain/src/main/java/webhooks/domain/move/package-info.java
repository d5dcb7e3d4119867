/**
 * The move of one account to another installation: the export, the import, and the hold of the
 * account between them.
 *
 * <p>Runs in a process of its own, without a container, beside nodes that use the same database.
 */
package webhooks.domain.move;
