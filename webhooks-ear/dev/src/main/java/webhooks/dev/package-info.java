/**
 * Development aids for trying the product out. They issue tokens without checking a secret, so the
 * shipped artifacts never contain them.
 */
package webhooks.dev;
