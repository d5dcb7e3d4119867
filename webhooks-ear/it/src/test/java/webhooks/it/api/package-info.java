/**
 * Tests of the operations on webhooks and events: requests, answers, errors, lists.
 *
 * <p>The subpackages test what administrators do, the delivery history, and the HTTP protocol.
 */
package webhooks.it.api;
