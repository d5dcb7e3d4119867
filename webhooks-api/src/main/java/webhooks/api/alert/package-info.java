/** The resources of alerts: mails about operational events, and the links in these mails. */
package webhooks.api.alert;
