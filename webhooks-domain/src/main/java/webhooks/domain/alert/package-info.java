/**
 * Alerts: mails about operational events, to addresses whose recipients have confirmed them.
 *
 * <p>Operational events that concern an alert are summed up in its reports, in the transaction that
 * stores the events. Any node claims an alert that is due, sends one mail with its reports, and
 * records it. No transaction is open while a mail is sent.
 */
package webhooks.domain.alert;
