package webhooks.domain.move;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Writes the file of an exported account: a header, a line of JSON for each row, and a line with
 * the number of rows of each table. By the last line a reader knows that nothing is missing.
 */
final class AccountFileWriter {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .rootValueSeparator("\n")
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private final JsonGenerator json;

  AccountFileWriter(OutputStream file) throws IOException {
    json = JSON.createGenerator(file);
  }

  void begin(FileHeader header) throws IOException {
    json.writeStartObject();
    json.writeStringField(FileHeader.PRODUCT, header.product());
    json.writeStringField(FileHeader.TABLES, header.tables());
    json.writeStringField(FileHeader.ACCOUNT, header.account());
    json.writeStringField(FileHeader.TIME, header.time().toString());
    json.writeStringField(FileHeader.DEDUPLICATION, header.deduplication().toString());
    json.writeArrayFieldStart(FileHeader.KEYS);
    for (String key : header.keys()) {
      json.writeString(key);
    }
    json.writeEndArray();
    json.writeEndObject();
    // A reader in the same pipe can refuse the file now.
    json.flush();
  }

  void write(Row row) throws IOException {
    Columns columns = row.columns();
    json.writeStartObject();
    json.writeObjectFieldStart(columns.table().tableName());
    for (int i = 0; i < columns.size(); i++) {
      json.writeFieldName(columns.names().get(i));
      if (row.values()[i] == null) {
        json.writeNull();
      } else {
        columns.types().get(i).write(json, row.values()[i]);
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  void end(Map<MovedTable, Long> rows) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart(FileHeader.END);
    for (MovedTable table : MovedTable.values()) {
      json.writeNumberField(table.tableName(), rows.getOrDefault(table, 0L));
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
