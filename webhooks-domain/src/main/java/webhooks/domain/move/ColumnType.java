package webhooks.domain.move;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.UUID;
import webhooks.domain.database.Dialect;

/** The types of columns. Each one reads, writes and parses its values. */
enum ColumnType {
  ID {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      return row.getObject(column, UUID.class);
    }

    @Override
    void write(JsonGenerator json, Object value) throws IOException {
      json.writeString(value.toString());
    }

    @Override
    Object parse(JsonParser json) throws IOException {
      return UUID.fromString(json.getText());
    }

    @Override
    String sql(Dialect dialect) {
      return "uuid";
    }
  },
  TEXT {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      return row.getString(column);
    }

    @Override
    void write(JsonGenerator json, Object value) throws IOException {
      json.writeString((String) value);
    }

    @Override
    Object parse(JsonParser json) throws IOException {
      return json.getText();
    }

    @Override
    String sql(Dialect dialect) {
      return "varchar";
    }
  },
  NUMBER {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      long value = row.getLong(column);
      return row.wasNull() ? null : (Object) value;
    }

    @Override
    void write(JsonGenerator json, Object value) throws IOException {
      json.writeNumber((Long) value);
    }

    @Override
    Object parse(JsonParser json) throws IOException {
      return json.getLongValue();
    }

    @Override
    String sql(Dialect dialect) {
      return "bigint";
    }
  },
  BOOLEAN {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      boolean value = row.getBoolean(column);
      return row.wasNull() ? null : (Object) value;
    }

    @Override
    void write(JsonGenerator json, Object value) throws IOException {
      json.writeBoolean((Boolean) value);
    }

    @Override
    Object parse(JsonParser json) throws IOException {
      return json.getBooleanValue();
    }

    @Override
    String sql(Dialect dialect) {
      return "boolean";
    }
  },
  /** A time to the microsecond, as both databases have it. */
  TIME {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
      return value == null ? null : value.withOffsetSameInstant(ZoneOffset.UTC);
    }

    @Override
    void write(JsonGenerator json, Object value) throws IOException {
      json.writeString(value.toString());
    }

    @Override
    Object parse(JsonParser json) throws IOException {
      try {
        return OffsetDateTime.parse(json.getText());
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    String sql(Dialect dialect) {
      return "timestamp with time zone";
    }
  },
  BYTES {
    @Override
    Object read(ResultSet row, int column) throws SQLException {
      return row.getBytes(column);
    }

    @Override
    void write(JsonGenerator json, Object value) throws IOException {
      json.writeBinary((byte[]) value);
    }

    @Override
    Object parse(JsonParser json) throws IOException {
      return json.getBinaryValue();
    }

    @Override
    String sql(Dialect dialect) {
      return dialect.bytesType();
    }
  };

  /** Returns the type of a column by its name in JDBC's metadata, of either database. */
  static ColumnType of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "uuid" -> ID;
      case "varchar", "text", "character varying", "character large object" -> TEXT;
      case "int2", "int4", "int8", "smallint", "integer", "bigint" -> NUMBER;
      case "bool", "boolean" -> BOOLEAN;
      case "timestamptz", "timestamp with time zone" -> TIME;
      case "bytea", "binary varying" -> BYTES;
      default -> throw new IllegalStateException("No column can have the type " + name);
    };
  }

  /** Returns the value of a column of a row; null if the row has none. */
  abstract Object read(ResultSet row, int column) throws SQLException;

  /** Writes a value that is not null. */
  abstract void write(JsonGenerator json, Object value) throws IOException;

  /**
   * Returns the value at the parser's position, which is not null.
   *
   * @throws IOException if the file can't be read, or has a value of another type
   * @throws IllegalArgumentException if the text of the value has another form
   */
  abstract Object parse(JsonParser json) throws IOException;

  /** Returns the SQL type to which a parameter with such a value is cast. */
  abstract String sql(Dialect dialect);
}
