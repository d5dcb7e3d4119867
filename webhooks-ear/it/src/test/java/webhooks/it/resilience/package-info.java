/**
 * Tests under faults, in subpackages: a node fails, a dependency fails, a receiver is hostile.
 *
 * <p>Most suites start products of their own and count events by their ids: none is lost, and the
 * number of duplicates is bounded.
 */
package webhooks.it.resilience;
