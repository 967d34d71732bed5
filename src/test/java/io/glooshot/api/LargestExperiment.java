package io.glooshot.api;

import io.glooshot.api.LabelRequirement.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** As many and as long selectors and matches as the bounds of the API allow. */
public final class LargestExperiment {

    private static final String PREFIX = ("p".repeat(49) + ".").repeat(5) + "ppp/";

    private LargestExperiment() {}

    public static Experiment create(String name) {
        Experiment experiment = new Experiment();
        experiment.getMetadata().setName(name);
        List<FaultRule> faults = listOf(16, i -> fault());
        experiment.setSpec(new ExperimentSpec(null, "1m", faults, List.of(), "30s", "5m", false));
        return experiment;
    }

    private static FaultRule fault() {
        HeaderMatch[] headers = IntStream.range(0, 8)
                .mapToObj(i -> new HeaderMatch(padded("h" + i, 128), null, null, padded("(a|b){1,9}", 1024), null))
                .toArray(HeaderMatch[]::new);
        return new FaultRule(
                List.of(),
                selector(null),
                List.of(),
                selector(65535),
                new RequestMatch(
                        List.of(headers),
                        new PathMatch(null, null, padded("/.*", 1024)),
                        padded("M", 16).toUpperCase()),
                Side.Client,
                new Fault(new Abort(599, null, null), null, 99.9999));
    }

    private static ServiceSelector selector(Integer port) {
        List<String> values = listOf(16, i -> padded("v" + i, 63));
        return new ServiceSelector(
                listOf(8, i -> padded("n" + i, 63)),
                labels(16, PREFIX),
                listOf(16, i -> new LabelRequirement(PREFIX + padded("k" + i, 63), Operator.In, values)),
                port,
                labels(4, ""));
    }

    private static Map<String, String> labels(int count, String prefix) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < count; i++) {
            labels.put(prefix + padded("k" + i, 63), "v".repeat(63));
        }
        return labels;
    }

    private static <T> List<T> listOf(int count, IntFunction<T> element) {
        return IntStream.range(0, count).mapToObj(element).toList();
    }

    private static String padded(String text, int length) {
        return text + "x".repeat(length - text.length());
    }
}
