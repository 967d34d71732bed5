package io.glooshot.playground;

import java.util.List;
import java.util.Map;

/** One workload of an Istio mesh, as the mesh and the Envoy beside it are told of it. */
final class IstioSidecar implements ProxyBootstrap {
    private final String namespace;
    private final String service;
    private final String version;
    private final int discoveryPort;
    private final int port;
    private final int adminPort = LoopbackPorts.take();
    /** Where others reach it, as if it were a pod's. */
    private final String address;
    /** Where it reaches others. Under an address of its own, all services may have the port that they have in a cluster. */
    private final String egress;

    IstioSidecar(
            String namespace,
            String service,
            String version,
            int port,
            int discoveryPort,
            LoopbackAddresses addresses) {
        this.namespace = namespace;
        this.service = service;
        this.version = version;
        this.port = port;
        this.discoveryPort = discoveryPort;
        this.address = addresses.next();
        this.egress = addresses.next();
    }

    /** @param applicationPort where the workload itself listens, on 127.0.0.1 */
    String manifests(int applicationPort) {
        return fill(Template.of("istio/workload.yaml"))
                .with("application", applicationPort)
                .filled();
    }

    @Override
    public String json() {
        return fill(Template.of("istio/sidecar.json"))
                .with("admin", adminPort)
                .with("discovery", discoveryPort)
                .with("istio", Istio.VERSION)
                .filled();
    }

    private Template fill(Template template) {
        return template.with("namespace", namespace)
                .with("service", service)
                .with("version", version)
                .with("workload", name())
                .with("address", address)
                .with("egress", egress)
                .with("port", port);
    }

    /** By these the access log for metrics knows where it is. */
    @Override
    public Map<String, String> environment() {
        return Map.of("SERVICE", service, "VERSION", version, "WORKLOAD", name(), "NAMESPACE", namespace);
    }

    /** As Istio's agent starts it: what becomes of open connections when a listener changes depends on it. */
    @Override
    public List<String> options() {
        return List.of("--drain-time-s", "45", "--drain-strategy", "immediate");
    }

    private String name() {
        return service + "-" + version;
    }

    @Override
    public String workload() {
        return name() + "." + namespace;
    }

    @Override
    public int adminPort() {
        return adminPort;
    }

    @Override
    public int outboundPort() {
        return port;
    }

    String service() {
        return service;
    }

    String version() {
        return version;
    }

    String address() {
        return address;
    }

    String egress() {
        return egress;
    }
}
