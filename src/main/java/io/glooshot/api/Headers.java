package io.glooshot.api;

/** What headers that are sent may look like, and the Secrets that their values are in. */
final class Headers {

    static final String NAME = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$";

    /** Visible characters and blanks: nothing that could begin another header. */
    static final String VALUE = "^[ -~]*$";

    /** Those that say where a message ends or who gets it are the HTTP client's. */
    static final String RULE = "!(self.lowerAscii() in ['connection', 'content-length', 'expect', 'host', 'keep-alive',"
            + " 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding',"
            + " 'upgrade'])";

    static final String MESSAGE = "is a header that the connection itself needs";

    static final String SECRET = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

    static final String SECRET_KEY = "^[-._a-zA-Z0-9]+$";

    private Headers() {}
}
