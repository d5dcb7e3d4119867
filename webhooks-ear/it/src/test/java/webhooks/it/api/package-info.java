/**
 * Tests of the HTTP API: requests and answers of each operation, errors, paging, the description.
 */
package webhooks.it.api;
