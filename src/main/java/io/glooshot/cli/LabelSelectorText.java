package io.glooshot.cli;

import io.glooshot.api.LabelRequirement;
import io.glooshot.api.ServiceSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A selector as kubectl takes it: {@code app=a,tier!=b,env in (x,y),team notin (z),canary,!old}. */
final class LabelSelectorText implements ITypeConverter<ServiceSelector> {

    private static final String KEY = "[A-Za-z0-9._/-]+";
    private static final String VALUE = "[A-Za-z0-9._-]*";
    private static final Pattern REQUIREMENT =
            Pattern.compile("\\s*(?:(?<equal>%1$s)\\s*==?\\s*(?<value>%2$s)".formatted(KEY, VALUE)
                    + "|(?<unequal>%1$s)\\s*!=\\s*(?<other>%2$s)".formatted(KEY, VALUE)
                    + "|(?<set>%1$s)\\s+(?<in>in|notin)\\s*\\((?<values>[^()]*)\\)".formatted(KEY)
                    + "|(?<not>!)?\\s*(?<exists>%1$s))\\s*(?:,|$)".formatted(KEY));

    @Override
    public ServiceSelector convert(String text) {
        Map<String, String> labels = new TreeMap<>();
        List<LabelRequirement> requirements = new ArrayList<>();
        Matcher requirement = REQUIREMENT.matcher(text);
        int at = 0;
        while (at < text.length() || at == 0) {
            if (!requirement.find(at) || requirement.start() != at) {
                throw new TypeConversionException(
                        "'%s' is no selector such as 'app=ratings,version in (v1,v2),!canary'".formatted(text));
            }
            add(requirement, labels, requirements);
            at = requirement.end();
        }
        return new ServiceSelector(null, labels, requirements, null, null);
    }

    private static void add(Matcher found, Map<String, String> labels, List<LabelRequirement> requirements) {
        if (found.group("equal") != null) {
            labels.put(found.group("equal"), found.group("value"));
        } else if (found.group("unequal") != null) {
            requirements.add(of(found.group("unequal"), LabelRequirement.Operator.NotIn, found.group("other")));
        } else if (found.group("set") != null) {
            boolean in = found.group("in").equals("in");
            requirements.add(of(
                    found.group("set"),
                    in ? LabelRequirement.Operator.In : LabelRequirement.Operator.NotIn,
                    found.group("values").strip().split("\\s*,\\s*")));
        } else {
            requirements.add(of(
                    found.group("exists"),
                    found.group("not") == null
                            ? LabelRequirement.Operator.Exists
                            : LabelRequirement.Operator.DoesNotExist));
        }
    }

    private static LabelRequirement of(String key, LabelRequirement.Operator operator, String... values) {
        return new LabelRequirement(key, operator, Arrays.asList(values));
    }
}
