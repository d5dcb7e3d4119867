package webhooks.domain.move;

import java.util.UUID;

/**
 * A row of an account that is exported or imported.
 *
 * @param values the values in the order of the columns; null for a column without a value
 */
record Row(Columns columns, Object[] values) {
  Object value(String column) {
    return values[columns.indexOf(column)];
  }

  UUID id(String column) {
    return (UUID) value(column);
  }

  String text(String column) {
    return (String) value(column);
  }

  long number(String column) {
    return (Long) value(column);
  }

  byte[] bytes(String column) {
    return (byte[]) value(column);
  }

  void set(String column, Object value) {
    values[columns.indexOf(column)] = value;
  }

  /** Returns about how many bytes of memory the row's bytes and texts need. */
  int size() {
    int size = 0;
    for (Object value : values) {
      if (value instanceof byte[] bytes) {
        size += bytes.length;
      } else if (value instanceof String text) {
        size += text.length();
      }
    }
    return size;
  }
}
