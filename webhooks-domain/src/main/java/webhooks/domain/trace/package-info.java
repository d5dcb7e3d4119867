/**
 * The trace of an event: the context that its publisher gave, in the form of W3C Trace Context, and
 * the spans that this product adds to it.
 */
package webhooks.domain.trace;
