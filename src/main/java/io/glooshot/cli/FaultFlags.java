package io.glooshot.cli;

import io.glooshot.api.Abort;
import io.glooshot.api.Delay;
import io.glooshot.api.Fault;
import io.glooshot.api.FaultRule;
import io.glooshot.api.ServiceSelector;
import io.glooshot.api.Side;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The flags that say which calls are broken, and how. */
class FaultFlags {

    /** An answer has one status. */
    static class Status {
        @Option(names = "--abort", paramLabel = "STATUS", description = "Answer with this HTTP status, 200 to 599.")
        private Integer http;

        @Option(
                names = "--grpc-status",
                paramLabel = "CODE",
                description = "Answer gRPC calls with this status, 1 to 16, such as 14 for UNAVAILABLE.")
        private Integer grpc;
    }

    /** In small letters, as everything on the command line. */
    static class Sides implements ITypeConverter<Side> {
        @Override
        public Side convert(String text) {
            return switch (text) {
                case "client", "Client" -> Side.Client;
                case "server", "Server" -> Side.Server;
                default -> throw new TypeConversionException("'%s' is neither client nor server".formatted(text));
            };
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @ArgGroup
    private Status status;

    @Option(names = "--delay", paramLabel = "DURATION", description = "Hold calls up for so long, such as 500ms or 2s.")
    private String delay;

    @Option(
            names = "--percent",
            paramLabel = "PERCENT",
            description = "Share of the calls that are hit, 0 to 100. Default: 100")
    private Double percent;

    @Option(
            names = "--to",
            paramLabel = "SERVICE",
            converter = ServiceName.Converter.class,
            description =
                    "Break calls to this service: ratings, shop/ratings or shop/ratings:9080. May be given several times.")
    private List<ServiceName> destinations = List.of();

    @Option(
            names = "--to-selector",
            paramLabel = "SELECTOR",
            converter = LabelSelectorText.class,
            description = "Break calls to the services with these labels, such as app=ratings,version!=v1.")
    private ServiceSelector destinationSelector;

    @Option(
            names = "--from",
            paramLabel = "SERVICE",
            converter = ServiceName.OfCaller.class,
            description = "Only calls from this service. May be given several times. Default: from everywhere")
    private List<ServiceName> origins = List.of();

    @Option(
            names = "--from-selector",
            paramLabel = "SELECTOR",
            converter = LabelSelectorText.class,
            description = "Only calls from the services with these labels.")
    private ServiceSelector originSelector;

    @Option(
            names = "--side",
            paramLabel = "SIDE",
            converter = Sides.class,
            description =
                    "Inject in the proxy of the caller (client) or of the service (server). Default: the mesh's own way")
    private Side side;

    @Mixin
    private MatchFlags match;

    /** Empty for a control run, which breaks nothing. */
    Optional<FaultRule> rule() {
        boolean breaks = status != null || delay != null;
        boolean targets = !destinations.isEmpty() || destinationSelector != null;
        if (breaks && !targets) {
            throw wrong("Missing --to or --to-selector: which calls are to be broken");
        }
        if (!breaks && targets) {
            throw wrong("Missing --abort, --grpc-status or --delay: what is to happen to the calls");
        }
        if (!breaks) {
            if (percent != null
                    || side != null
                    || !origins.isEmpty()
                    || originSelector != null
                    || match.match().isPresent()) {
                throw wrong(
                        "Missing --abort, --grpc-status or --delay, and --to: without a fault the other flags have no meaning");
            }
            return Optional.empty();
        }
        Abort abort = status == null ? null : new Abort(status.http, status.grpc, null);
        return Optional.of(new FaultRule(
                origins.stream().map(ServiceName::origin).toList(),
                originSelector,
                destinations.stream().map(ServiceName::destination).toList(),
                destinationSelector,
                match.match().orElse(null),
                side,
                new Fault(abort, delay == null ? null : new Delay(delay, null), percent)));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
