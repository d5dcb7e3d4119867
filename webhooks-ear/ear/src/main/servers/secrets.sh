# Sets each variable WEBHOOKS_… whose value is in the file that WEBHOOKS_…_FILE names, for the script that reads
# this file.
for variable in $(env | sed -n 's/^\(WEBHOOKS_[A-Z_]*\)_FILE=.*/\1/p'); do
  eval "file=\$${variable}_FILE"
  value=$(cat "$file") || { echo "webhooks: the file that ${variable}_FILE names can't be read" >&2 && exit 1; }
  case $value in
    *[![:space:]]*) ;;
    *) echo "webhooks: the file that ${variable}_FILE names is empty" >&2 && exit 1 ;;
  esac
  eval "$variable=\$value"
  export "$variable"
  unset "${variable}_FILE"
done
