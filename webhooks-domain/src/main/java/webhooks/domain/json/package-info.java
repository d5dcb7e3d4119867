/** JSON objects as strings, numbers, lists and maps. */
package webhooks.domain.json;
