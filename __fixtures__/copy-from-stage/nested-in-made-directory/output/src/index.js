export default 'board';
