package io.sharedconfig.codec;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TreeNode;
import tools.jackson.core.Version;
import tools.jackson.core.util.JacksonFeatureSet;
import tools.jackson.core.util.SimpleStreamWriteContext;

/**
 * A generator that knows five kinds of events: names, texts, numbers, literals and the
 * two ends of containers. What else a serializer may ask for is refused.
 * <p>
 * Not thread-safe; one per document.
 */
abstract class SourceGenerator extends JsonGenerator {

	private static final JacksonFeatureSet<StreamWriteCapability> CAPABILITIES = JacksonFeatureSet
		.fromDefaults(StreamWriteCapability.values());

	private @Nullable Object currentValue;

	private boolean closed;

	@Override
	public abstract JsonGenerator writeName(String name);

	@Override
	public abstract JsonGenerator writeString(String text);

	@Override
	public abstract JsonGenerator writeBoolean(boolean state);

	@Override
	public abstract JsonGenerator writeNull();

	/**
	 * Write a number.
	 */
	abstract JsonGenerator integer(Number number);

	/**
	 * Write a number that may be an integer or not.
	 */
	abstract JsonGenerator number(String literal);

	/**
	 * Refuse.
	 */
	abstract JsonGenerator refuse();

	@Override
	public JsonGenerator writeStartArray(@Nullable Object forValue) {
		return writeStartArray();
	}

	@Override
	public JsonGenerator writeStartArray(@Nullable Object forValue, int size) {
		return writeStartArray();
	}

	@Override
	public JsonGenerator writeStartObject(@Nullable Object forValue) {
		return writeStartObject();
	}

	@Override
	public JsonGenerator writeStartObject(@Nullable Object forValue, int size) {
		return writeStartObject();
	}

	@Override
	public JsonGenerator writeName(SerializableString name) {
		return writeName(name.getValue());
	}

	@Override
	public JsonGenerator writePropertyId(long id) {
		return writeName(Long.toString(id));
	}

	@Override
	public JsonGenerator writeString(SerializableString text) {
		return writeString(text.getValue());
	}

	@Override
	public JsonGenerator writeString(char[] buffer, int offset, int length) {
		return writeString(new String(buffer, offset, length));
	}

	@Override
	public JsonGenerator writeNumber(short number) {
		return integer((int) number);
	}

	@Override
	public JsonGenerator writeNumber(int number) {
		return integer(number);
	}

	@Override
	public JsonGenerator writeNumber(long number) {
		return (number == (int) number) ? integer((int) number) : integer(number);
	}

	@Override
	public JsonGenerator writeNumber(BigInteger number) {
		return number(number.toString());
	}

	@Override
	public JsonGenerator writeNumber(double number) {
		return number(Double.toString(number));
	}

	@Override
	public JsonGenerator writeNumber(float number) {
		return number(Float.toString(number));
	}

	@Override
	public JsonGenerator writeNumber(BigDecimal number) {
		return number(number.toString());
	}

	@Override
	public JsonGenerator writeNumber(String encoded) {
		return number(encoded);
	}

	@Override
	public JsonGenerator writeString(Reader reader, int length) {
		return refuse();
	}

	@Override
	public JsonGenerator writeRawUTF8String(byte[] buffer, int offset, int length) {
		return refuse();
	}

	@Override
	public JsonGenerator writeUTF8String(byte[] buffer, int offset, int length) {
		return refuse();
	}

	@Override
	public JsonGenerator writeRaw(String text) {
		return refuse();
	}

	@Override
	public JsonGenerator writeRaw(String text, int offset, int length) {
		return refuse();
	}

	@Override
	public JsonGenerator writeRaw(char[] text, int offset, int length) {
		return refuse();
	}

	@Override
	public JsonGenerator writeRaw(char character) {
		return refuse();
	}

	@Override
	public JsonGenerator writeRawValue(String text) {
		return refuse();
	}

	@Override
	public JsonGenerator writeRawValue(String text, int offset, int length) {
		return refuse();
	}

	@Override
	public JsonGenerator writeRawValue(char[] text, int offset, int length) {
		return refuse();
	}

	@Override
	public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
		return refuse();
	}

	@Override
	public int writeBinary(Base64Variant variant, InputStream data, int length) {
		refuse();
		return 0;
	}

	@Override
	public JsonGenerator writePOJO(@Nullable Object pojo) {
		return refuse();
	}

	@Override
	public JsonGenerator writeTree(@Nullable TreeNode tree) {
		return refuse();
	}

	@Override
	public Version version() {
		return Version.unknownVersion();
	}

	@Override
	public TokenStreamContext streamWriteContext() {
		return SimpleStreamWriteContext.createRootContext(null);
	}

	@Override
	public ObjectWriteContext objectWriteContext() {
		return ObjectWriteContext.empty();
	}

	@Override
	public @Nullable Object streamWriteOutputTarget() {
		return null;
	}

	@Override
	public int streamWriteOutputBuffered() {
		return -1;
	}

	@Override
	public @Nullable Object currentValue() {
		return this.currentValue;
	}

	@Override
	public void assignCurrentValue(@Nullable Object value) {
		this.currentValue = value;
	}

	@Override
	public JsonGenerator configure(StreamWriteFeature feature, boolean state) {
		return this;
	}

	@Override
	public boolean isEnabled(StreamWriteFeature feature) {
		return false;
	}

	@Override
	public int streamWriteFeatures() {
		return 0;
	}

	@Override
	public boolean has(StreamWriteCapability capability) {
		return capability.enabledByDefault();
	}

	@Override
	public JacksonFeatureSet<StreamWriteCapability> streamWriteCapabilities() {
		return CAPABILITIES;
	}

	@Override
	public void flush() {
	}

	@Override
	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
