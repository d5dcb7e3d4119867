package webhooks.domain.portal;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pages of the console to which a session of the portal can be limited. Each operation of the
 * API declares the pages that need it, and is refused if the session has none of them.
 */
public enum PortalPage {
  /** The list of webhooks, and of each webhook its overview, its history and its actions. */
  WEBHOOKS("webhooks"),
  /** The deliveries of a webhook, with their repair. */
  DELIVERIES("deliveries"),
  /** The options of a webhook. */
  OPTIONS("options"),
  /** The catalogue of event types. */
  EVENT_TYPES("event-types");

  /** All names, for error messages. */
  public static final String NAMES =
      Arrays.stream(values()).map(PortalPage::text).collect(Collectors.joining(", "));

  private final String text;

  PortalPage(String text) {
    this.text = text;
  }

  /** Returns the name of the page in the API, in the console and in the database. */
  public String text() {
    return text;
  }

  /** Returns the page of a name, if there is one. */
  public static Optional<PortalPage> of(String text) {
    return Arrays.stream(values()).filter(page -> page.text.equals(text)).findFirst();
  }

  /** Returns the names of pages, separated by commas. */
  static String join(Set<PortalPage> pages) {
    return pages.stream().sorted().map(PortalPage::text).collect(Collectors.joining(","));
  }

  /**
   * Returns the pages of a text that {@link #join} returned. Leaves out names that a newer version
   * of the product has written.
   */
  static Set<PortalPage> split(String text) {
    Set<PortalPage> pages = EnumSet.noneOf(PortalPage.class);
    for (String name : text.split(",")) {
      of(name).ifPresent(pages::add);
    }
    return pages;
  }
}
