/**
 * Notes that one part of the product leaves for another in system properties: the application, the
 * broker and the listener have class loaders of their own.
 */
package webhooks.settings.note;
