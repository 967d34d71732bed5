package io.glooshot.api;

/** The form of every regular expression in this API: RE2, as the API server has it too. */
final class RegularExpressions {

    /** An expression that cannot be compiled fails the rule with an error of its own. */
    static final String RULE = "''.matches(self) || !''.matches(self)";

    static final String MESSAGE = "must be a regular expression in RE2 syntax";

    private RegularExpressions() {}
}
