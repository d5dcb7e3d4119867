/**
 * Health checks of this node at {@code /health}.
 *
 * <p>The checks send no requests of their own: the classes that use the database and the broker
 * report whether they answer. Responses contain no address, setting or tenant data, because {@code
 * /health} needs no token.
 */
package webhooks.health;
