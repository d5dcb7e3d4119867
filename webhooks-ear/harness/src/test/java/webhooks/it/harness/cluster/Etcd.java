package webhooks.it.harness.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import webhooks.it.harness.Places;

/** Runs three members of etcd, which decide together who leads. Needs Debian's etcd-server. */
final class Etcd implements AutoCloseable {
  private static final int MEMBERS = 3;

  private final List<Integer> clientPorts = ports();
  private final List<Integer> peerPorts = ports();
  private final List<ForeignProcess> members;

  /** Starts the members on empty directories. */
  Etcd(String name) {
    String cluster =
        IntStream.range(0, MEMBERS)
            .mapToObj(index -> "m" + index + "=" + url(peerPorts.get(index)))
            .collect(Collectors.joining(","));
    members =
        IntStream.range(0, MEMBERS)
            .mapToObj(index -> member(name + "-" + index, index, cluster).start())
            .toList();
  }

  private ForeignProcess member(String name, int index, String cluster) {
    Path data = Places.freshDirectory(name);
    String client = url(clientPorts.get(index));
    String peer = url(peerPorts.get(index));
    return new ForeignProcess(
        name,
        List.of(
            "etcd",
            "--name=m" + index,
            "--data-dir=" + data,
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=" + cluster,
            "--initial-cluster-state=new",
            "--log-level=warn"));
  }

  /** Returns the addresses of the members for clients. */
  List<String> addresses() {
    return clientPorts.stream().map(port -> "127.0.0.1:" + port).toList();
  }

  @Override
  public void close() {
    members.forEach(ForeignProcess::kill9);
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  private static List<Integer> ports() {
    return IntStream.range(0, MEMBERS).mapToObj(index -> Places.freePort()).toList();
  }
}
