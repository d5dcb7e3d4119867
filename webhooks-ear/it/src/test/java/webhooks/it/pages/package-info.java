/** Tests of the pages in docs: their links, commands and examples. */
package webhooks.it.pages;
