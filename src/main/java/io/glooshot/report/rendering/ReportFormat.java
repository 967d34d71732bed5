package io.glooshot.report.rendering;

/** The forms in which a report can be had. */
public enum ReportFormat {
    /** For a terminal, with plots. */
    TEXT,
    /** One file for a browser, with plots to look into; nothing is loaded from elsewhere. */
    HTML,
    /** JUnit XML, which CI servers read: a test case for the run, and one for each failure condition. */
    JUNIT,
    /** The Report object as the API server has it. */
    JSON,
    /** For comments on pull requests. */
    MARKDOWN
}
