/** Tasks that block and end, on threads of the server. Each kind of task has threads of its own. */
package webhooks.domain.task;
