package io.glooshot.api;

/** The form of queries with placeholders in this API. */
final class Templates {

    static final String RULE =
            "self.matches(r'^([^{]|[{][^{]|[{]{2} *(service|namespace|interval|experiment) *[}]{2})*[{]?$')";
    static final String MESSAGE =
            "knows no placeholders but {{service}}, {{namespace}}, {{interval}} and {{experiment}}";

    private Templates() {}
}
