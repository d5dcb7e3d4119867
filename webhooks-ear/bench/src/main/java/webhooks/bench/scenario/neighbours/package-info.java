/** A healthy tenant beside strangers and tenants that try to stop the node. */
package webhooks.bench.scenario.neighbours;
