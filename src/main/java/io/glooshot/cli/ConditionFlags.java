package io.glooshot.cli;

import io.glooshot.api.FailureCondition;
import io.glooshot.api.FailureCondition.OnNoData;
import io.glooshot.api.Trigger;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The flags that say what ends the experiment before its time. */
class ConditionFlags {

    /** In small letters, as everything on the command line. */
    static class Meanings implements ITypeConverter<OnNoData> {
        @Override
        public OnNoData convert(String text) {
            return switch (text) {
                case "abort", "Abort" -> OnNoData.Abort;
                case "healthy", "Healthy" -> OnNoData.Healthy;
                default -> throw new TypeConversionException("'%s' is neither abort nor healthy".formatted(text));
            };
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--stop-when",
            paramLabel = "'QUERY > N'",
            converter = StopWhen.Converter.class,
            description =
                    "Stop as Failed when this PromQL comparison holds; the last one outside of brackets is made by Gloo Shot. May be given several times.")
    private List<StopWhen> queries = List.of();

    @Option(
            names = "--stop-when-url",
            paramLabel = "URL",
            description = "Stop as Failed when this URL answers with 5xx. May be given several times.")
    private List<String> urls = List.of();

    @Option(
            names = "--on-no-data",
            paramLabel = "MEANING",
            converter = Meanings.class,
            description = "What an empty answer to --stop-when means: abort, or healthy. Default: abort")
    private OnNoData onNoData;

    List<FailureCondition> conditions() {
        if (onNoData != null && queries.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing --stop-when: --on-no-data is about its answer");
        }
        List<FailureCondition> conditions = new ArrayList<>();
        queries.forEach(query -> conditions.add(query.condition(onNoData)));
        urls.forEach(url -> conditions.add(
                new FailureCondition(null, null, null, null, null, null, new Trigger(null, null, url, null))));
        return conditions;
    }
}
