/**
 * Mails: their text, the connection to the mail server, and the worker that sends them one by one.
 *
 * <p>One thread of a node sends mails, with time limits for each step and for the whole, so a mail
 * server that is slow delays nothing but mails.
 */
package webhooks.delivery.mail;
