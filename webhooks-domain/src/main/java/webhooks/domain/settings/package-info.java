/**
 * The settings of the product. They are read once at start, which fails if a setting is not valid.
 */
package webhooks.domain.settings;
