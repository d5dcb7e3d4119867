/** Tests of the console in headless Chromium, against the product and a real Keycloak. */
package webhooks.it.browser;
