/**
 * Tests of the operations on webhooks and events: requests, answers, errors, lists.
 *
 * <p>The subpackages test the administrators' operations, the delivery history, and HTTP rules.
 */
package webhooks.it.api;
