/** How a request proves to the receiver who sends it: a password, or a token of an issuer. */
package webhooks.domain.option.authentication;
