package io.glooshot.report.rendering;

import io.glooshot.api.Breach;
import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.api.ReportSpec.ConditionRecord;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * JUnit XML in the form that fits the schemas of both Ant and Jenkins: a suite for the experiment, in it a test case for the
 * run, and one for each failure condition. Everything that is said is in the elements' text, as GitLab shows no other.
 */
final class JUnitReport {

    /** What has no place of its own in one of the schemas; it may be anything but empty. */
    private static final String HOST = "localhost";

    private final Story story;
    private final int id;
    private final XMLStreamWriter xml;

    /** @param id of the suite among those of its document */
    private JUnitReport(Story story, int id, XMLStreamWriter xml) {
        this.story = story;
        this.id = id;
        this.xml = xml;
    }

    /**
     * @param problem {@code failure}, {@code error} or {@code skipped}; null for a test that passed
     * @param type of the problem, in a word
     */
    private record Case(String name, Duration time, String problem, String type, String message) {

        boolean is(String kind) {
            return kind.equals(problem);
        }
    }

    /** A document with a suite for each. */
    static String of(List<Story> stories) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuites");
            for (int i = 0; i < stories.size(); i++) {
                new JUnitReport(stories.get(i), i, xml).suite();
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text + "\n";
    }

    private Case run() {
        Duration time = length();
        if (story.is(State.Succeeded)) {
            return new Case("run", time, null, null, null);
        }
        return new Case("run", time, story.is(State.Failed) ? "failure" : "error", story.reason(), story.message());
    }

    private Case condition(ConditionRecord condition) {
        String name = "condition " + Visible.line(condition.name());
        Duration time = length();
        if (story.isDecisive(condition) && story.is(State.Failed)) {
            return new Case(
                    name, time, "failure", "ConditionMet", breach(story.spec().breach()));
        }
        if (Boolean.TRUE.equals(condition.dryRun()) && condition.timeMet() != null) {
            return new Case(
                    name,
                    time,
                    "skipped",
                    "DryRun",
                    "It was met at %s, and is a dry run.".formatted(Visible.line(condition.timeMet())));
        }
        if (story.is(State.Succeeded) || story.is(State.Failed)) {
            return new Case(name, time, null, null, null);
        }
        return new Case(name, time, "skipped", story.reason(), "The run was aborted, so nothing is known of it.");
    }

    private static String breach(Breach breach) {
        StringBuilder text = new StringBuilder("%s %s %s at %s"
                .formatted(
                        Visible.line(breach.value()),
                        breach.operator() == null ? "?" : breach.operator().symbol(),
                        Visible.line(breach.threshold()),
                        Visible.line(breach.time())));
        if (breach.labels() != null && !breach.labels().isEmpty()) {
            text.append(", series ").append(Words.labels(breach.labels()));
        }
        return text.append(", asked: ").append(Visible.line(breach.signal())).toString();
    }

    private Duration length() {
        return story.length().filter(time -> !time.isNegative()).orElse(Duration.ZERO);
    }

    private void suite() throws XMLStreamException {
        List<Case> cases = new ArrayList<>(List.of(run()));
        story.conditions().forEach(condition -> cases.add(condition(condition)));
        line(1);
        xml.writeStartElement("testsuite");
        attribute("id", String.valueOf(id));
        attribute("package", "glooshot." + story.namespace());
        attribute("name", story.name().isEmpty() ? "unnamed" : story.name());
        attribute("hostname", HOST);
        attribute("timestamp", timestamp());
        attribute("tests", String.valueOf(cases.size()));
        for (String kind : List.of("failure", "error", "skipped")) {
            long count = cases.stream().filter(test -> test.is(kind)).count();
            attribute(kind.equals("skipped") ? kind : kind + "s", String.valueOf(count));
        }
        attribute("time", seconds(length()));
        properties();
        for (Case test : cases) {
            test(test);
        }
        line(2);
        xml.writeStartElement("system-out");
        xml.writeCharacters(new TextReport(story, Screen.PLAIN).text());
        xml.writeEndElement();
        line(2);
        xml.writeEmptyElement("system-err");
        line(1);
        xml.writeEndElement();
    }

    private void properties() throws XMLStreamException {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("mesh", story.spec().mesh());
        properties.put("result", story.result());
        properties.put("reason", story.spec().reason());
        properties.put("experimentUid", story.spec().experimentUid());
        properties.put("timeStarted", story.spec().timeStarted());
        properties.put("timeInjected", story.spec().timeInjected());
        properties.put("timeRemoved", story.spec().timeRemoved());
        properties.put(
                "faultedRequests",
                story.spec().faultedRequests() == null
                        ? null
                        : story.spec().faultedRequests().toString());
        if (story.spec().recovery() != null) {
            var outcome = story.spec().recovery().outcome();
            properties.put("recovery", outcome == null ? null : outcome.name());
            properties.put("timeToRecover", story.spec().recovery().timeToRecover());
        }
        line(2);
        xml.writeStartElement("properties");
        for (Map.Entry<String, String> property : properties.entrySet()) {
            if (property.getValue() != null) {
                line(3);
                xml.writeEmptyElement("property");
                attribute("name", property.getKey());
                attribute("value", property.getValue());
            }
        }
        line(2);
        xml.writeEndElement();
    }

    private void test(Case test) throws XMLStreamException {
        line(2);
        xml.writeStartElement("testcase");
        attribute("classname", "glooshot." + story.namespace() + "." + story.name());
        attribute("name", test.name());
        attribute("time", seconds(test.time()));
        if (test.problem() != null) {
            line(3);
            xml.writeStartElement(test.problem());
            attribute("type", test.type().isEmpty() ? "Unknown" : test.type());
            attribute("message", test.message());
            xml.writeCharacters(test.message());
            xml.writeEndElement();
            line(2);
        }
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, Visible.line(value));
    }

    private void line(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    /** Without a zone, as Ant's schema has it; readers take it for UTC. */
    private String timestamp() {
        Instant start = Times.instant(story.spec().timeStarted())
                .or(() -> Times.instant(story.spec().timeFinished()))
                .orElse(Instant.EPOCH);
        return start.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3)
                .setScale(3, RoundingMode.UNNECESSARY)
                .toPlainString();
    }
}
