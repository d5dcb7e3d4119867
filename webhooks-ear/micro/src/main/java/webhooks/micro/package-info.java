/**
 * Starts the runnable jar: reads the settings that are needed before the application exists,
 * refuses those that can't be used, and hands a prepared Payara Micro the archives inside the jar.
 *
 * <p>Runs outside the application and knows no class of it.
 */
package webhooks.micro;
