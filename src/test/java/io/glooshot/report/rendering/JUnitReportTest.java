package io.glooshot.report.rendering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class JUnitReportTest {

    @ParameterizedTest
    @CsvSource({
        "failed,        2, 2, 0, 0",
        "succeeded,     3, 0, 0, 1",
        "aborted,       2, 0, 1, 1",
        "control,       2, 0, 0, 0",
        "resumed,       2, 0, 1, 1",
        "no-conditions, 1, 0, 1, 0",
        "many-readings, 3, 2, 0, 0"
    })
    void hasACaseForTheRunAndOneForEachCondition(String name, int tests, int failures, int errors, int skipped) {
        Document document = JUnitSchema.validate(render(name));

        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo(String.valueOf(tests));
        assertThat(suite.getAttribute("failures")).isEqualTo(String.valueOf(failures));
        assertThat(suite.getAttribute("errors")).isEqualTo(String.valueOf(errors));
        assertThat(suite.getAttribute("skipped")).isEqualTo(String.valueOf(skipped));
        assertThat(names(document, "testcase"))
                .hasSize(tests)
                .doesNotHaveDuplicates()
                .startsWith("run");
        assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(failures);
        assertThat(document.getElementsByTagName("error").getLength()).isEqualTo(errors);
        assertThat(document.getElementsByTagName("skipped").getLength()).isEqualTo(skipped);
    }

    @Test
    void theConditionThatWasMetHasFailedWithWhatWasRead() {
        Document document = JUnitSchema.validate(render("many-readings"));

        Node failure = document.getElementsByTagName("failure").item(1);
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("condition p99-latency");
        assertThat(failure.getTextContent())
                .contains("> 0.75", "2026-03-04T10:16:50.220Z", "productpage-v1-7c5f8d6b9-x2lqk", "histogram_quantile");
    }

    @Test
    void theSchemaRefusesWhatOneOfThemWould() {
        String xml = render("failed");

        assertThatThrownBy(() -> JUnitSchema.validate(xml.replace(" hostname=\"localhost\"", "")))
                .hasMessageContaining("hostname");
        assertThatThrownBy(() -> JUnitSchema.validate(xml.replace("<testsuites>", "<testsuites name=\"x\">")))
                .hasMessageContaining("name");
    }

    private static List<String> names(Document document, String tag) {
        var elements = document.getElementsByTagName(tag);
        return IntStream.range(0, elements.getLength())
                .mapToObj(index -> ((Element) elements.item(index)).getAttribute("name"))
                .toList();
    }

    private static String render(String name) {
        return new ReportRenderer(Screen.PLAIN).render(SampleReports.get(name), Optional.empty(), ReportFormat.JUNIT);
    }
}
