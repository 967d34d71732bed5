package io.glooshot.cli;

import io.glooshot.experiment.Destination;
import io.glooshot.experiment.ServiceId;
import io.glooshot.mesh.envoy.EnvoySnippet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what a plain Envoy proxy's configuration needs for its calls to be broken. */
@Command(
        name = "envoy-config",
        description = {
            "Print the fragments that a plain Envoy proxy's configuration needs.",
            "Services are written name.namespace, destinations name.namespace:port."
        },
        footer = {
            "  glooshot envoy-config --from reviews.shop --to ratings.shop:9080",
            "  glooshot envoy-config --from reviews.shop --to ratings.shop:9080 \\",
            "      --node \"$POD_NAME\" --controller 127.0.0.1:18000 --plaintext"
        },
        exitCodeList = {"0:printed", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class EnvoyConfigCommand implements Callable<Integer> {

    private static final Pattern SERVICE = Pattern.compile("([a-z0-9-]+)\\.([a-z0-9-]+)");
    private static final Pattern DESTINATION = Pattern.compile(SERVICE + ":([0-9]{1,5})");
    private static final Pattern ADDRESS = Pattern.compile("([^:/\\s]+):([0-9]{1,5})");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "SERVICE",
            description = "The service the proxy calls for, such as reviews.shop.")
    private String origin;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "SERVICE",
            description = "A service port that it calls, such as ratings.shop:9080; repeat for several.")
    private List<String> destinations;

    @Option(
            names = "--node",
            paramLabel = "ID",
            defaultValue = "POD_NAME",
            description = "The proxy's own unique ID. Default: ${DEFAULT-VALUE}")
    private String node;

    @Option(
            names = "--controller",
            paramLabel = "HOST:PORT",
            defaultValue = "glooshot-envoy.glooshot.svc:18000",
            description = "Where the controller serves proxies. Default: ${DEFAULT-VALUE}")
    private String controller;

    @Option(names = "--plaintext", description = "No TLS; only for a controller on the proxy's own loopback interface.")
    private boolean plaintext;

    @Override
    public Integer call() {
        ServiceId from = service(origin);
        List<Destination> to = destinations.stream().map(this::destination).toList();
        Matcher address = matcher("--controller", controller, ADDRESS, "HOST:PORT");
        Optional<EnvoySnippet.Tls> tls = plaintext
                ? Optional.empty()
                : Optional.of(new EnvoySnippet.Tls(
                        address.group(1),
                        "/etc/glooshot/tls/tls.crt",
                        "/etc/glooshot/tls/tls.key",
                        "/etc/glooshot/tls/ca.crt"));
        Map<String, Object> fragments = new LinkedHashMap<>();
        fragments.put("node", EnvoySnippet.node(node, from));
        fragments.put(
                "layered_runtime.layers",
                Stream.concat(Stream.of(EnvoySnippet.regexLayer()), to.stream().map(EnvoySnippet::runtimeLayer))
                        .toList());
        fragments.put(
                "static_resources.clusters",
                List.of(EnvoySnippet.cluster(address.group(1), Integer.parseInt(address.group(2)), tls)));
        fragments.put(
                "http_connection_manager.http_filters",
                Stream.concat(
                                EnvoySnippet.httpFilters().stream(),
                                to.stream().flatMap(each -> EnvoySnippet.matchFilters(each).stream()))
                        .toList());
        fragments.put("http_connection_manager.access_log", List.of(EnvoySnippet.accessLog(from)));
        to.forEach(destination -> fragments.put("route to " + destination, EnvoySnippet.routeWithMatch(destination)));
        spec.commandLine().getOut().print(EnvoySnippet.yaml(fragments));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private ServiceId service(String text) {
        Matcher parts = matcher("--from", text, SERVICE, "name.namespace");
        return new ServiceId(parts.group(2), parts.group(1));
    }

    private Destination destination(String text) {
        Matcher parts = matcher("--to", text, DESTINATION, "name.namespace:port");
        return new Destination(new ServiceId(parts.group(2), parts.group(1)), Integer.parseInt(parts.group(3)));
    }

    private Matcher matcher(String option, String text, Pattern form, String name) {
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "%s is '%s'; it has to be %s".formatted(option, text, name));
        }
        return matcher;
    }
}
