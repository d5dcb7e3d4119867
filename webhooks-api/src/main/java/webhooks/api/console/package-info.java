/**
 * Serves the files of the console, a web application that calls the public API from the browser.
 *
 * <p>The files are in {@code WEB-INF/console}. This package knows no operation of the API.
 */
package webhooks.api.console;
