/**
 * Options: settings of one webhook in addition to the v2 properties. Each option is a value with
 * its own rules. {@link webhooks.domain.option.OptionMember} lists them.
 */
package webhooks.domain.option;
