package webhooks.domain.move;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.settings.command.MoveFailure;

/** Reads the file of an exported account, and refuses an incomplete one. */
final class AccountFileReader {
  private static final JsonFactory JSON =
      new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final JsonParser json;
  private final Map<MovedTable, Long> rows = new EnumMap<>(MovedTable.class);
  private MovedTable table = MovedTable.EVENT;

  AccountFileReader(InputStream file) throws IOException {
    json = JSON.createParser(file);
  }

  /** Reads the first line. */
  FileHeader header() throws MoveFailure {
    try {
      expect(JsonToken.START_OBJECT);
      Map<String, Object> fields = new HashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        fields.put(name, json.nextToken() == JsonToken.START_ARRAY ? texts() : json.getText());
      }
      return new FileHeader(
          text(fields, FileHeader.PRODUCT),
          text(fields, FileHeader.TABLES),
          text(fields, FileHeader.ACCOUNT),
          Instant.parse(text(fields, FileHeader.TIME)),
          Duration.parse(text(fields, FileHeader.DEDUPLICATION)),
          fields.get(FileHeader.KEYS) instanceof List<?> keys
              ? keys.stream().map(String.class::cast).toList()
              : List.of());
    } catch (IOException | DateTimeException e) {
      throw unreadable(e);
    }
  }

  private List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      texts.add(json.getText());
    }
    return texts;
  }

  private static String text(Map<String, Object> fields, String name) throws MoveFailure {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw new MoveFailure(
        "This is no file of --export-account of this version: its first line has no " + name);
  }

  /**
   * Reads the next row. Empty after the last one.
   *
   * @throws MoveFailure if the file can't be read, or does not fit the tables, or rows are missing
   */
  Optional<Row> next(Map<MovedTable, Columns> columns) throws MoveFailure {
    try {
      if (json.nextToken() == null) {
        throw new MoveFailure(
            "The file has no end, so rows may be missing: export the account again");
      }
      expectCurrent(JsonToken.START_OBJECT);
      expect(JsonToken.FIELD_NAME);
      String name = json.currentName();
      expect(JsonToken.START_OBJECT);
      if (name.equals(FileHeader.END)) {
        checkEnd();
        return Optional.empty();
      }
      Row row = row(columns.get(table(name)));
      expect(JsonToken.END_OBJECT);
      return Optional.of(row);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  /**
   * Returns the table of a name. Refuses another order of tables, because the import relies on it.
   */
  private MovedTable table(String name) throws MoveFailure {
    MovedTable named =
        MovedTable.of(name)
            .filter(one -> one.compareTo(table) >= 0)
            .orElseThrow(
                () ->
                    new MoveFailure(
                        "The file has a row of a table that is not known, or not expected here: "
                            + name));
    table = named;
    rows.merge(named, 1L, Long::sum);
    return named;
  }

  private Row row(Columns columns) throws IOException, MoveFailure {
    Object[] values = new Object[columns.size()];
    int found = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      int index = columns.indexOf(name);
      if (index < 0) {
        throw new MoveFailure(
            "The file has a column that the table "
                + table.tableName()
                + " does not have: "
                + name);
      }
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        values[index] = columns.types().get(index).parse(json);
      }
      found++;
    }
    if (found != columns.size()) {
      throw new MoveFailure("The file lacks columns of the table " + table.tableName());
    }
    return new Row(columns, values);
  }

  private void checkEnd() throws IOException, MoveFailure {
    Map<MovedTable, Long> written = new EnumMap<>(MovedTable.class);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      MovedTable counted =
          MovedTable.of(json.currentName())
              .orElseThrow(() -> new MoveFailure("The file counts a table that is not known"));
      json.nextToken();
      if (json.getLongValue() > 0) {
        written.put(counted, json.getLongValue());
      }
    }
    expect(JsonToken.END_OBJECT);
    if (!written.equals(rows)) {
      throw new MoveFailure(
          "The file was changed, or rows are missing: it has %s and should have %s"
              .formatted(rows, written));
    }
  }

  private void expect(JsonToken token) throws IOException, MoveFailure {
    json.nextToken();
    expectCurrent(token);
  }

  private void expectCurrent(JsonToken token) throws MoveFailure {
    if (json.currentToken() != token) {
      throw new MoveFailure(
          json.currentToken() == null
              ? "There is no file: give the output of --export-account as the input"
              : "The file can't be read in line " + line());
    }
  }

  private int line() {
    return json.currentTokenLocation().getLineNr();
  }

  /** Creates a failure without the parser's message, which would show text of the file. */
  private MoveFailure unreadable(Exception failure) {
    String reason =
        failure instanceof JsonProcessingException || !(failure instanceof IOException)
            ? ""
            : " (" + failure + ")";
    return new MoveFailure(
        "The file can't be read in line " + line() + reason + ": export the account again");
  }
}
