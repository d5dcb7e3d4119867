/**
 * Tests under faults: crashes, outages, full disks, hostile receivers, nodes that come and go.
 *
 * <p>Each suite counts events by their ids: none is lost, and what is repeated is bounded.
 */
package webhooks.it.resilience;
